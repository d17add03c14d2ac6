namespace AgentFunctions.Cloud.Secrets;

/// <summary>Secrets in Azure Key Vault. Section <c>AgentFunctions:KeyVault</c>.</summary>
public sealed class KeyVaultOptions
{
    public const string SectionName = "AgentFunctions:KeyVault";

    /// <summary>The vault, <c>https://VAULT.vault.azure.net</c>. Required.</summary>
    public string? Endpoint { get; set; }

    /// <summary>How long a secret is used without asking the vault again; a provider that refuses it has it asked for at once. 00:00:01 to 01:00:00, default 00:01:00.</summary>
    public TimeSpan CacheLife { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a secret that was known is used while the vault does not answer. From <see cref="CacheLife"/> to 1.00:00:00, default 00:10:00.</summary>
    public TimeSpan OutageLife { get; set; } = TimeSpan.FromMinutes(10);
}
