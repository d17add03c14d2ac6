namespace AgentFunctions.Core.Secrets;

/// <summary>Which hosts a secret may be sent to.</summary>
internal sealed class SecretHosts(SecretDocuments documents, EnvironmentSecrets environment)
{
    /// <summary>The hosts that were declared, or null when the secret is unknown or takes the host of the provider that names it.</summary>
    public async ValueTask<IReadOnlyList<string>?> FindAsync(string tenantId, string name, CancellationToken cancellationToken) =>
        environment.FindValue(tenantId, name) is not null
            ? environment.FindHosts(tenantId, name)
            : (await documents.FindAsync(tenantId, name, cancellationToken))?.Hosts;

    public static bool Allows(IReadOnlyList<string> hosts, string host) => hosts.Contains(host, StringComparer.OrdinalIgnoreCase);
}
