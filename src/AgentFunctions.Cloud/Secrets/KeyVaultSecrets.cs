using System.Collections.Concurrent;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Secrets;
using Azure;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Secrets;

/// <summary>Secrets of Azure Key Vault, remembered for a while: a vault serves a few hundred reads a second. One read at a time for each secret.</summary>
internal sealed class KeyVaultSecrets(VaultReader reader, IOptions<KeyVaultOptions> options, TimeProvider time, ILogger<KeyVaultSecrets> logger) : ISecretVault
{
    private const int MaxRemembered = 10_000;

    /// <summary>A secret that is not there, or was refused by a provider, is asked for at most this often.</summary>
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(1);

    /// <summary>A busy vault may ask for a longer wait than a call has.</summary>
    private static readonly TimeSpan ReadTime = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<(string Tenant, string Name), Entry> _entries = new();

    public ValueTask<VaultSecret?> FindAsync(string tenantId, string name, bool refused, CancellationToken cancellationToken)
    {
        if (!SecretNames.IsValid(name)) return new((VaultSecret?)null);
        if (_entries.Count >= MaxRemembered) _entries.Clear();
        var entry = _entries.GetOrAdd((tenantId, name), static _ => new Entry());
        return entry.Known is { } known && IsFresh(known, refused) ? new(known.Secret) : ReadAsync(entry, tenantId, name, refused, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<VaultSecret>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ListAsync(tenantId, cancellationToken);
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            throw new DocumentStoreUnavailableException("Key Vault did not answer.", exception);
        }
    }

    private async ValueTask<VaultSecret?> ReadAsync(Entry entry, string tenantId, string name, bool refused, CancellationToken cancellationToken)
    {
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if (entry.Known is { } known && IsFresh(known, refused)) return known.Secret;
            var started = time.GetTimestamp();
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using var timer = time.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), deadline, ReadTime, Timeout.InfiniteTimeSpan);
            try
            {
                var secret = await reader.FindAsync(tenantId, name, deadline.Token);
                entry.Known = new Known(secret, started, started);
                return secret;
            }
            catch (Exception exception) when (IsOutage(exception) || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                return Outlast(entry, exception);
            }
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>What was there a moment ago is there still, for all that is known; but not for ever.</summary>
    private VaultSecret? Outlast(Entry entry, Exception exception)
    {
        if (entry.Known is not { Secret: not null } known || time.GetElapsedTime(known.ReadAt) is var age && age > options.Value.OutageLife)
            throw new DocumentStoreUnavailableException("Key Vault did not answer.", exception);
        VaultLog.Outage(logger, age, exception);
        entry.Known = known with { AskedAt = time.GetTimestamp(), IsOutage = true };
        return known.Secret;
    }

    private bool IsFresh(Known known, bool refused) =>
        time.GetElapsedTime(known.AskedAt) <= (refused || known.IsOutage || known.Secret is null ? ShortLife : options.Value.CacheLife);

    private static bool IsOutage(Exception exception) => exception is RequestFailedException or AggregateException or AuthenticationFailedException;

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Known? Known { get; set; }
    }

    /// <param name="Secret">null: there is none.</param>
    /// <param name="ReadAt">When the vault said so.</param>
    /// <param name="AskedAt">When it was asked last.</param>
    private sealed record Known(VaultSecret? Secret, long ReadAt, long AskedAt)
    {
        public bool IsOutage { get; init; }
    }
}
