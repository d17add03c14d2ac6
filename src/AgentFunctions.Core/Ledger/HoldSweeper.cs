using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>
/// Charges holds that nobody will settle in time at their bound: those past their lease, and those of processes that show no sign of life. Safe in several processes at once: a hold goes in one batch with what it is
/// charged, once.
/// </summary>
internal sealed class HoldSweeper(IDocumentStore store, LedgerOwners owners, TimeProvider time)
{
    public async ValueTask<int> SweepAsync(string tenantId, CancellationToken cancellationToken)
    {
        var (swept, partition) = (0, LedgerDocuments.Partition(tenantId));
        var expired = LedgerDocuments.HoldIdBound(time.GetUtcNow());
        var query = new DocumentQuery(IdPrefix: LedgerDocuments.HoldPrefix);
        IReadOnlySet<string>? alive = null;
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            if (page.Items.Count > 0) alive ??= await owners.AliveAsync(cancellationToken);
            foreach (var document in page.Items)
            {
                var hold = JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredHold)!;
                if (string.CompareOrdinal(document.Id, expired) >= 0 && alive!.Contains(hold.Owner)) continue;
                if (await ChargeAsync(partition, document, hold)) swept++;
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return swept;
    }

    private async ValueTask<bool> ChargeAsync(DocumentPartition partition, Document document, StoredHold hold)
    {
        var estimate = new StoredEstimate { Subject = hold.Subject, Lines = hold.Lines, Attempt = hold.Attempt };
        var patches = new List<BatchOperation>(hold.Lines.Count);
        foreach (var line in hold.Lines)
        {
            var charge = line.Unit == LimitUnit.Concurrent ? 0 : line.Held;
            patches.Add(new BatchOperation.Patch(line.CounterId, [new PatchOperation.Increment("held", -line.Held), new PatchOperation.Increment("settled", charge)]));
        }

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
            var failed = HoldWriter.FirstFailure(result);

            // Settled, extended or swept by another meanwhile.
            if (failed == 0) return false;
            if (failed > patches.Count || result.Results[failed].Status != DocumentStatus.NotFound)
                throw new InvalidOperationException($"The hold of call {hold.Subject.CallId} met {result.Results[failed].Status} at operation {failed}.");
            patches.RemoveAt(failed - 1);
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
