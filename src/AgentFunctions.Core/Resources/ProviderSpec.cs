namespace AgentFunctions.Core.Resources;

/// <summary>A model provider. Source: API.md, providers.</summary>
public sealed record ProviderSpec
{
    /// <summary><c>openai</c> (any OpenAI-compatible endpoint), <c>azure-openai</c> or <c>simulated</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Base URL including the version segment, <c>https://api.openai.com/v1</c>; of <c>azure-openai</c> the root of the resource; not for <c>simulated</c>. Plain http only to loopback or with <see cref="AllowInsecure"/>.</summary>
    public string? Endpoint { get; set; }

    /// <summary>null sends no credential (local servers).</summary>
    public CredentialSpec? Credential { get; set; }

    /// <summary>Fixed headers sent with every call; must not carry credentials.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    /// <summary>Azure's <c>api-version</c> query value; null sends none.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Allows plain http to hosts other than loopback. Default false.</summary>
    public bool AllowInsecure { get; set; }
}
