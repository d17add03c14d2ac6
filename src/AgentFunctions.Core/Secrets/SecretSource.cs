using System.Collections.Concurrent;
using System.Text;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.Core.Secrets;

/// <summary>Secrets from the environment, else from the vault where the host has one, else from the store. Kept for at most a second, so that a replaced or deleted one is out of use within two; a vault says itself how long it remembers.</summary>
internal sealed class SecretSource(
    SecretDocuments documents, EnvironmentSecrets environment, IControlPlane controlPlane, TimeProvider time, ISecretProtector? protector = null, ISecretVault? vault = null) : ISecretSource
{
    private const int MaxCached = 1_000;
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<SecretUse, Cached> _cache = new();

    public ValueTask<ResolvedSecret?> ResolveAsync(SecretUse use, CancellationToken cancellationToken) =>
        !use.Refused && _cache.TryGetValue(use, out var cached) && time.GetElapsedTime(cached.At) <= Life ? new(cached.Secret) : ReadAsync(use with { Refused = false }, use.Refused, cancellationToken);

    private async ValueTask<ResolvedSecret?> ReadAsync(SecretUse use, bool refused, CancellationToken cancellationToken)
    {
        if (!SecretNames.IsValid(use.Name)) return null;
        var started = time.GetTimestamp();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), deadline, ReadTimeout, Timeout.InfiniteTimeSpan);
        ResolvedSecret? secret;
        try
        {
            secret = await FindAsync(use, refused, deadline.Token).AsTask().WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new Documents.DocumentStoreUnavailableException("The secret could not be read in time.", exception);
        }

        if (_cache.Count >= MaxCached) _cache.Clear();
        _cache[use] = new Cached(secret, started);
        return secret;
    }

    private async ValueTask<ResolvedSecret?> FindAsync(SecretUse use, bool refused, CancellationToken cancellationToken)
    {
        if (environment.FindValue(use.TenantId, use.Name) is { } value)
        {
            var declared = environment.FindHosts(use.TenantId, use.Name);
            var allowed = declared is null ? await IsNamersHostAsync(use, cancellationToken) : SecretHosts.Allows(declared, use.Host);
            return allowed ? new ResolvedSecret(new Secret(value)) : null;
        }

        if (vault is not null) return await vault.FindAsync(use.TenantId, use.Name, refused, cancellationToken) is { } kept ? Release(kept, use) : null;
        if (await documents.FindAsync(use.TenantId, use.Name, cancellationToken) is not { } stored || !SecretHosts.Allows(stored.Hosts, use.Host)) return null;
        if (stored.Team is { } owner && owner != use.Team) return null;
        if (stored.Cipher is null || Open(use, stored.Cipher) is not { } current) return null;
        var overlaps = stored.Previous is not null && time.GetUtcNow() < stored.PreviousUntil && SecretHosts.Allows(stored.PreviousHosts ?? [], use.Host);
        return new ResolvedSecret(current, overlaps ? Open(use, stored.Previous!) : null);
    }

    private ResolvedSecret? Release(VaultSecret kept, SecretUse use)
    {
        if (kept.Current is not { } current || kept.ExpiresAt <= time.GetUtcNow() || !SecretHosts.Allows(kept.Hosts, use.Host)) return null;
        if (kept.Team is { } owner && owner != use.Team) return null;
        var overlaps = kept.Previous is not null && time.GetUtcNow() < kept.PreviousUntil && SecretHosts.Allows(kept.PreviousHosts, use.Host);
        return new ResolvedSecret(current, overlaps ? kept.Previous : null);
    }

    private Secret? Open(SecretUse use, string cipher) =>
        protector?.Unprotect(use.TenantId, use.Name, Convert.FromBase64String(cipher)) is { } plain ? new Secret(Encoding.UTF8.GetString(plain)) : null;

    /// <summary>Without declared hosts the secret goes to the host of a provider or tool that names it, and nowhere else.</summary>
    private async ValueTask<bool> IsNamersHostAsync(SecretUse use, CancellationToken cancellationToken) =>
        await controlPlane.GetViewAsync(use.TenantId, cancellationToken) is { } view
        && (view.Providers.Values.Any(p => p.Spec.Credential?.SecretRef == use.Name && IsHost(ProviderEndpoint.HostOf(p.Spec.Endpoint), use))
            || view.Tools.Values.Any(t => t.Spec.Credential?.SecretRef == use.Name && IsHost(ToolUrl.HostOf(t.Spec.Request?.Url), use)));

    private static bool IsHost(string? host, SecretUse use) => string.Equals(host, use.Host, StringComparison.OrdinalIgnoreCase);

    private sealed record Cached(ResolvedSecret? Secret, long At);
}
