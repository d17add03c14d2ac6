using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;

namespace AgentFunctions.Core.Ledger;

/// <summary>Writes holds together with the counters they are held of, and tells why a limit had no room. Writes are not cancelled half-way: whether they happened must be known.</summary>
internal sealed class HoldBatches(IDocumentStore store, CounterReader counters, PendingSettlements queue, JobOwner owner, TimeProvider time)
{
    public BatchOperation ToCreate(Reservation reservation) => new BatchOperation.Create(ToWrite(reservation));

    public BatchOperation ToReplace(Reservation reservation) => new BatchOperation.Replace(ToWrite(reservation));

    public async ValueTask<BatchResult> ExecuteAsync(Reservation reservation, IReadOnlyList<BatchOperation> operations)
    {
        try
        {
            return await store.ExecuteBatchAsync(LedgerDocuments.Partition(reservation.Subject.TenantId), operations, CancellationToken.None);
        }
        catch (DocumentStoreUnavailableException)
        {
            // It may have been written all the same. A new hold is given back when the store is there again, for the call does not happen; of an older one it is looked up what it holds.
            reservation.IsUncertain = true;
            if (operations[0] is BatchOperation.Create) queue.Enqueue(reservation, []);
            throw;
        }
    }

    /// <summary>Why a limit refused, and whether it would have room by now.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="line">The counter.</param>
    /// <param name="wanted">What it had no room for.</param>
    /// <param name="own">What the call holds of it already: that does not come back while the call waits for more.</param>
    public async ValueTask<(LimitRefusal Refusal, bool HasRoom)> RefusalAsync(string tenantId, PathLine line, long wanted, long own = 0)
    {
        var state = line.State(line.Enforced!, await counters.ReadAsync(tenantId, line.CounterId, CancellationToken.None));
        var refusal = LimitRefusals.Of(state with { Settled = state.Settled + own, Held = state.Held - own }, wanted, time.GetUtcNow());
        return (refusal with { State = state }, state.Settled + state.Held + wanted <= state.Limit.Amount);
    }

    private DocumentWrite ToWrite(Reservation reservation) =>
        new(reservation.HoldId, JsonSerializer.SerializeToUtf8Bytes(reservation.ToStored(owner.Id), LedgerJson.Default.StoredHold));

    public static int FirstFailure(BatchResult result)
    {
        for (var i = 0; i < result.Results.Count; i++)
            if (result.Results[i].Status is not (DocumentStatus.Ok or DocumentStatus.FailedDependency)) return i;
        throw new InvalidOperationException("A batch failed without a failed operation.");
    }
}
