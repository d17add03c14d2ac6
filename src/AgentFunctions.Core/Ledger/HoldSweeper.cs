using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Usage;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Ledger;

/// <summary>
/// Charges holds that nobody will settle in time at their bound: those past their lease, and those of processes that show no sign of life. Safe in several processes at once: a hold goes in one batch with what it is
/// charged, once.
/// </summary>
internal sealed class HoldSweeper(IDocumentStore store, LedgerOwners owners, ShardSweeper blocks, LedgerShards shards, TimeProvider time, ILogger<HoldSweeper> logger)
{
    /// <summary>Of a shard whose process lives, few or no holds are past their lease.</summary>
    private const int FewHolds = 20;

    public async ValueTask<int> SweepAsync(string tenantId, CancellationToken cancellationToken)
    {
        var swept = await SweepAsync(LedgerDocuments.Partition(tenantId), isOwned: false, cancellationToken);
        if (await shards.ListAsync(tenantId, cancellationToken) is not { Count: > 0 } list) return swept;
        var alive = await owners.AliveAsync(cancellationToken);
        foreach (var (shard, etag) in list)
        {
            var isAlive = alive.Contains(shard);
            if (!isAlive && !blocks.IsDue(tenantId, shard, etag)) continue;
            var more = await SweepAsync(LedgerDocuments.Partition(tenantId, shard), isOwned: isAlive, cancellationToken);
            if (!isAlive) await blocks.SweepAsync(tenantId, shard, etag, hadHolds: more > 0, cancellationToken);
            swept += more;
        }

        return swept;
    }

    /// <param name="partition">Where to look.</param>
    /// <param name="isOwned">All holds there are of one process, which lives: only those past their lease matter, which come first.</param>
    /// <param name="cancellationToken">Ends between two holds.</param>
    private async ValueTask<int> SweepAsync(DocumentPartition partition, bool isOwned, CancellationToken cancellationToken)
    {
        var swept = 0;
        var expired = LedgerDocuments.HoldIdBound(time.GetUtcNow());
        var query = isOwned ? new DocumentQuery(IdPrefix: LedgerDocuments.HoldPrefix, Limit: FewHolds) : new DocumentQuery(IdPrefix: LedgerDocuments.HoldPrefix);
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);

            // After each page: a process that came to life since the one before has shown itself before it held anything.
            var alive = page.Items.Count > 0 && !isOwned ? await owners.AliveAsync(cancellationToken) : null;
            foreach (var document in page.Items)
            {
                var isExpired = string.CompareOrdinal(document.Id, expired) < 0;
                if (isOwned && !isExpired) return swept;
                if (await TrySweepAsync(partition, document, isExpired, alive)) swept++;
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return swept;
    }

    private async ValueTask<bool> TrySweepAsync(DocumentPartition partition, Document document, bool isExpired, IReadOnlySet<string>? alive)
    {
        try
        {
            var hold = JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredHold)!;
            return (isExpired || alive?.Contains(hold.Owner) == false) && await ChargeAsync(partition, document, hold);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or DocumentLimitException)
        {
            // One that cannot be charged must not keep all others from being.
            LedgerLog.NotSwept(logger, exception, document.Id);
            return false;
        }
    }

    private async ValueTask<bool> ChargeAsync(DocumentPartition partition, Document document, StoredHold hold)
    {
        var estimate = new StoredEstimate { Subject = hold.Subject, Lines = [.. hold.Lines.Select(line => line with { Held = Charges.Estimate(line, hold) })], Attempt = hold.Attempt };
        var patches = new List<BatchOperation>(hold.Lines.Count);
        for (var i = 0; i < hold.Lines.Count; i++) patches.Add(CounterPatches.Charge(hold.Lines[i], estimate.Lines[i].Held, hold.Lines[i].Held, beyond: 0));
        while (true)
        {
            BatchOperation[] operations =
            [
                new BatchOperation.Delete(document.Id, document.ETag),
                .. patches,
                new BatchOperation.Upsert(new DocumentWrite(
                    LedgerDocuments.EstimateId(hold.Subject.CallId), JsonSerializer.SerializeToUtf8Bytes(estimate, LedgerJson.Default.StoredEstimate), LedgerDocuments.EstimateLife)),
                Charges.ToOutbox(new UsageEvent(hold.Subject, Estimated(hold), 0, hold.Attempt == 1 ? 1 : 0)),
            ];
            var result = await store.ExecuteBatchAsync(partition, operations, CancellationToken.None);
            if (result.IsOk) return true;
            var failed = HoldBatches.FirstFailure(result);

            // Settled, extended or swept by another meanwhile.
            if (failed == 0) return false;
            if (failed > patches.Count || !CounterPatches.TryRelax(patches, failed - 1, result.Results[failed].Status))
                throw new InvalidOperationException($"The hold of call {hold.Subject.CallId} met {result.Results[failed].Status} at operation {failed}.");
        }
    }

    private static AttemptUsage Estimated(StoredHold hold) => new()
    {
        Attempt = hold.Attempt,
        Provider = hold.Provider ?? "unknown",
        Outcome = "unknown",
        Tokens = new TokenCounts(hold.Bound.Tokens, 0, 0, 0, 0, 0, 0),
        Cost = new CallCost(new NanoDollars(hold.Bound.NanoDollars), NanoDollars.Zero, NanoDollars.Zero),
        Bytes = hold.Bound.Bytes,
        IsEstimated = true,
    };
}
