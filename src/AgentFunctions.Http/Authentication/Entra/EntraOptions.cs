namespace AgentFunctions.Http.Authentication.Entra;

/// <summary>Tokens of Microsoft Entra ID in place of keys. Section <c>AgentFunctions:Entra</c>; off until <see cref="TenantId"/> and <see cref="ClientId"/> are set.</summary>
public sealed class EntraOptions
{
    public const string SectionName = "AgentFunctions:Entra";

    /// <summary>Directory (tenant) id whose accounts may have roles here, a GUID.</summary>
    public string? TenantId { get; set; }

    /// <summary>Client id of this application's registration, a GUID: the audience of tokens, by itself and as <c>api://</c>.</summary>
    public string? ClientId { get; set; }

    /// <summary>Another audience that tokens may have, such as an application id URI of one's own. Default none.</summary>
    public string? Audience { get; set; }

    /// <summary>Where Entra ID is. Default <c>https://login.microsoftonline.com/</c>.</summary>
    public string Instance { get; set; } = "https://login.microsoftonline.com/";

    /// <summary>Begin of the issuer of version 1 tokens. Default <c>https://sts.windows.net/</c>.</summary>
    public string IssuerV1 { get; set; } = "https://sts.windows.net/";

    /// <summary>Other directories whose applications may be workloads of agents; their accounts have no roles here. Default none.</summary>
    public IList<string> WorkloadTenants { get; } = [];

    /// <summary>The tenant of AgentFunctions that whoever comes with a token belongs to. Default <c>default</c>.</summary>
    public string Tenant { get; set; } = Core.Identity.Tenants.Default;

    /// <summary>Whether guests of the directory count. Default false.</summary>
    public bool Guests { get; set; }

    /// <summary>Tokens are taken.</summary>
    internal bool IsOn => !string.IsNullOrEmpty(TenantId) || !string.IsNullOrEmpty(ClientId);
}
