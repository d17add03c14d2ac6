namespace AgentFunctions.Cloud.Identity;

/// <summary>The identity this host calls Azure with, and where its tokens may go. Section <c>AgentFunctions:ManagedIdentity</c>.</summary>
public sealed class ManagedIdentityOptions
{
    public const string SectionName = "AgentFunctions:ManagedIdentity";

    /// <summary>Client id of a user-assigned identity. Default null: in Azure the one assigned by the system, elsewhere whoever is signed in (Azure CLI, Visual Studio, environment variables).</summary>
    public string? ClientId { get; set; }

    /// <summary>What tokens for model providers are for. Default <c>https://cognitiveservices.azure.com</c>; <c>https://cognitiveservices.azure.us</c> in Azure Government.</summary>
    public string Audience { get; set; } = "https://cognitiveservices.azure.com";

    /// <summary>The audience as a scope.</summary>
    internal string Scope => Audience.TrimEnd('/') + "/.default";

    /// <summary>Hosts that model providers may be sent a token at besides Azure's own (<c>*.openai.azure.com</c>, <c>*.cognitiveservices.azure.com</c>, <c>*.services.ai.azure.com</c> and those of Azure Government): exact names, with the port when it is not 443.</summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>Tenants whose providers may use it. Default none but <c>default</c>: the identity is the operator's of this host, not a tenant's.</summary>
    public IList<string> Tenants { get; } = [];
}
