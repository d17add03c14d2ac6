using System.Collections.Concurrent;
using System.Text;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Secrets;

/// <summary>Secrets from the environment, else from the store. Kept for at most a second, so that a replaced or deleted one is out of use within two.</summary>
internal sealed class SecretSource(SecretDocuments documents, EnvironmentSecrets environment, ISecretProtector protector, IControlPlane controlPlane, TimeProvider time) : ISecretSource
{
    private const int MaxCached = 1_000;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<(string Tenant, string Name, string Host), Cached> _cache = new();

    public ValueTask<Secret?> ResolveAsync(string tenantId, string name, string host, CancellationToken cancellationToken) =>
        _cache.TryGetValue((tenantId, name, host), out var cached) && time.GetElapsedTime(cached.At) <= Life ? new(cached.Secret) : ReadAsync(tenantId, name, host, cancellationToken);

    private async ValueTask<Secret?> ReadAsync(string tenantId, string name, string host, CancellationToken cancellationToken)
    {
        if (!SecretNames.IsValid(name)) return null;
        var started = time.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), deadline, ReadTimeout, Timeout.InfiniteTimeSpan);
        Secret? secret;
        try
        {
            secret = await FindAsync(tenantId, name, host, deadline.Token).AsTask().WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new Documents.DocumentStoreUnavailableException("The secret could not be read in time.", exception);
        }

        if (_cache.Count >= MaxCached) _cache.Clear();
        _cache[(tenantId, name, host)] = new Cached(secret, started);
        return secret;
    }

    private async ValueTask<Secret?> FindAsync(string tenantId, string name, string host, CancellationToken cancellationToken)
    {
        if (environment.FindValue(tenantId, name) is { } value)
        {
            var declared = environment.FindHosts(tenantId, name);
            var allowed = declared is null ? await IsProviderHostAsync(tenantId, name, host, cancellationToken) : SecretHosts.Allows(declared, host);
            return allowed ? new Secret(value) : null;
        }

        if (await documents.FindAsync(tenantId, name, cancellationToken) is not { } stored || !SecretHosts.Allows(stored.Hosts, host)) return null;
        return protector.Unprotect(tenantId, name, Convert.FromBase64String(stored.Cipher)) is { } plain ? new Secret(Encoding.UTF8.GetString(plain)) : null;
    }

    /// <summary>Without declared hosts the secret goes to the host of a provider that names it, and nowhere else.</summary>
    private async ValueTask<bool> IsProviderHostAsync(string tenantId, string name, string host, CancellationToken cancellationToken) =>
        await controlPlane.GetViewAsync(tenantId, cancellationToken) is { } view
        && view.Providers.Values.Any(p => p.Spec.Credential?.SecretRef == name && string.Equals(ProviderEndpoint.HostOf(p.Spec.Endpoint), host, StringComparison.OrdinalIgnoreCase));

    private sealed record Cached(Secret? Secret, long At);
}
