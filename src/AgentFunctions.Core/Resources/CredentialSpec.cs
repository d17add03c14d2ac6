namespace AgentFunctions.Core.Resources;

/// <summary>Where a credential comes from; exactly one is set. The secret itself is never in a resource.</summary>
public sealed record CredentialSpec
{
    /// <summary>Name of a secret, <c>^[a-z0-9-]{1,64}$</c>.</summary>
    public string? SecretRef { get; set; }

    /// <summary>The host's managed identity (Azure only).</summary>
    public bool ManagedIdentity { get; set; }
}
