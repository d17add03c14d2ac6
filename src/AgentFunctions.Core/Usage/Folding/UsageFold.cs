using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>
/// Turns usage events into rollups. Of each attempt the highest revision alone counts, and what was folded of it is kept beside the rows and written in one batch with them: any repeat, order or replay gives the
/// same sums, and a process may end at any point. Safe with several processes at the same shard, though only one makes progress at a time.
/// </summary>
internal sealed class UsageFold(IDocumentStore store, UsageMetrics metrics, TimeProvider time, ILogger<UsageFold> logger)
{
    private const int MaxShards = 256;
    private const int MaxTries = 100;
    private readonly ConcurrentDictionary<(DocumentPartition Partition, string Shard), (FoldShard Shard, SemaphoreSlim Gate)> _shards = new();

    /// <summary>Folds events of one tenant. Those that nobody can read are logged and left out: they must not hold up the others.</summary>
    /// <param name="tenantId">Whose; events of others are left out.</param>
    /// <param name="shard">Which rows are written, 1 to 8 of <c>a-z0-9</c>: events of one call must always come to the same shard.</param>
    /// <param name="bodies">The events.</param>
    /// <param name="cancellationToken">Ends the work; fold all of them again.</param>
    /// <exception cref="DocumentStoreUnavailableException">Some may not be folded; fold all of them again.</exception>
    public async ValueTask FoldAsync(string tenantId, string shard, IEnumerable<ReadOnlyMemory<byte>> bodies, CancellationToken cancellationToken)
    {
        var latest = new Dictionary<(string CallId, int Attempt, string Month), UsageEvent>();
        foreach (var body in bodies)
        {
            if (Read(tenantId, body.Span) is not { } value) continue;
            var key = (value.Subject.CallId, value.Usage.Attempt, RollupTime.Month(value.Subject.At.ToUnixTimeSeconds()));
            if (!latest.TryGetValue(key, out var known) || known.Revision < value.Revision) latest[key] = value;
        }

        foreach (var month in latest.Values.GroupBy(value => RollupDocuments.Partition(tenantId, value.Subject.At.ToUnixTimeSeconds())))
            await FoldAsync(month.Key, shard, [.. month], cancellationToken);
    }

    private async ValueTask FoldAsync(DocumentPartition partition, string shard, IReadOnlyList<UsageEvent> events, CancellationToken cancellationToken)
    {
        // Rows in memory are but a help; those of months and tenants long past go at some time.
        if (_shards.Count > MaxShards) _shards.Clear();
        var (rows, gate) = _shards.GetOrAdd((partition, shard), key => (new FoldShard(store, key.Partition, key.Shard, metrics, time), new SemaphoreSlim(1)));
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var tries = 0; tries < MaxTries; tries++)
            {
                if (await rows.FoldAsync(events, cancellationToken)) return;
            }
        }
        finally
        {
            gate.Release();
        }

        throw new DocumentStoreUnavailableException($"Others folded shard '{shard}' before every one of {MaxTries} tries.");
    }

    private UsageEvent? Read(string tenantId, ReadOnlySpan<byte> body)
    {
        try
        {
            if (UsageEventJson.Read(body) is var value && value.Subject.TenantId == tenantId && FoldRules.AreSums(value)) return value;
        }
        catch (JsonException)
        {
            // Falls through.
        }

        UsageLog.EventDropped(logger, tenantId);
        return null;
    }
}
