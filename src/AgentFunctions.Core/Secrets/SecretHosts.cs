namespace AgentFunctions.Core.Secrets;

/// <summary>Which hosts a secret may be sent to, and for whom.</summary>
internal sealed class SecretHosts(SecretDocuments documents, EnvironmentSecrets environment, ISecretVault? vault = null)
{
    /// <summary>The rules, or null when the secret is unknown.</summary>
    public async ValueTask<SecretRules?> FindAsync(string tenantId, string name, CancellationToken cancellationToken)
    {
        if (environment.FindValue(tenantId, name) is not null) return new SecretRules(environment.FindHosts(tenantId, name), null);
        if (vault is not null) return await vault.FindAsync(tenantId, name, refused: false, cancellationToken) is { } kept ? new SecretRules(kept.Hosts, kept.Team) : null;
        return await documents.FindAsync(tenantId, name, cancellationToken) is { } stored ? new SecretRules(stored.Hosts, stored.Team) : null;
    }

    public static bool Allows(IReadOnlyList<string> hosts, string host) => hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
}
