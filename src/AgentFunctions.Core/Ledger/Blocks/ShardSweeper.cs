using System.Collections.Concurrent;
using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>Brings back the blocks of processes that are gone: what was spent of them is charged, the rest returned. Their holds have been charged before.</summary>
internal sealed class ShardSweeper(IDocumentStore store, BlockVisits visits, TimeProvider time, ILogger<ShardSweeper> logger)
{
    /// <summary>A shard in which nothing was found is looked at so often: a process that was only slow may still correct what it was charged.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string TenantId, string Shard), (string ETag, DateTimeOffset At)> _clean = new();

    /// <summary>Whether there may be something in the shard of a process that is gone.</summary>
    public bool IsDue(string tenantId, string shard, string etag) => !_clean.TryGetValue((tenantId, shard), out var clean) || clean.ETag != etag || time.GetUtcNow() - clean.At >= Again;

    /// <param name="tenantId">The tenant.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="etag">As its process showed it last.</param>
    /// <param name="hadHolds">Holds were found there.</param>
    /// <param name="cancellationToken">Ends between two blocks.</param>
    public async ValueTask SweepAsync(string tenantId, string shard, string etag, bool hadHolds, CancellationToken cancellationToken)
    {
        var isClean = !hadHolds;
        await foreach (var name in BlockUses.DueAsync(store, tenantId, shard, cancellationToken))
        {
            isClean = false;
            try
            {
                await visits.VisitAsync(tenantId, name, givesBack: true, closes: true, cancellationToken);
            }
            catch (Exception exception) when (exception is System.Text.Json.JsonException or InvalidOperationException or DocumentLimitException)
            {
                // One that cannot be read must not keep all others from coming back.
                LedgerLog.BlocksNotKept(logger, exception, tenantId);
            }
        }

        if (isClean) _clean[(tenantId, shard)] = (etag, time.GetUtcNow());
    }
}
