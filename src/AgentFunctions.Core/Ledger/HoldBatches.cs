using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger.Blocks;

namespace AgentFunctions.Core.Ledger;

/// <summary>Writes holds together with the counters they are held of, and tells why a limit had no room. Writes are not cancelled half-way: whether they happened must be known.</summary>
internal sealed class HoldBatches(IDocumentStore store, CounterReader counters, BlockRecall recall, BlockDrawing drawing, BlockBook book, PendingSettlements queue, JobOwner owner, TimeProvider time)
{
    private const int MostBlocks = 3;

    public BatchOperation ToCreate(Reservation reservation) => new BatchOperation.Create(ToWrite(reservation));

    public BatchOperation ToReplace(Reservation reservation) => new BatchOperation.Replace(ToWrite(reservation));

    public async ValueTask<BatchResult> ExecuteAsync(Reservation reservation, IReadOnlyList<BatchOperation> operations)
    {
        try
        {
            return await store.ExecuteBatchAsync(reservation.Partition, operations, CancellationToken.None);
        }
        catch (DocumentStoreUnavailableException)
        {
            // It may have been written all the same. A new hold is given back when the store is there again, for the call does not happen; of an older one it is looked up what it holds.
            reservation.IsUncertain = true;
            if (operations[0] is BatchOperation.Create) queue.Enqueue(reservation, []);
            throw;
        }
    }

    /// <summary>Why a limit refused, and whether it would have room by now. What is left of blocks has gone back by then, and what a call that draws lacks is in its block.</summary>
    /// <param name="reservation">The call.</param>
    /// <param name="line">The counter.</param>
    /// <param name="wanted">What it had no room for.</param>
    /// <param name="own">What the call holds of it already: that does not come back while the call waits for more.</param>
    /// <returns>No refusal and no room: a counter that refuses nobody cannot take it, or its block is gone. The call goes on without it.</returns>
    public async ValueTask<(LimitRefusal? Refusal, bool HasRoom)> RefusalAsync(Reservation reservation, PathLine line, long wanted, long own = 0)
    {
        var tenantId = reservation.Subject.TenantId;
        if (line.Block is not null && await TakeAsync(reservation, line, wanted) is { } isTaken) return (null, isTaken);
        if (line.Enforced is not { } limit) return (null, line.Block is null);
        var values = await counters.ReadStoredAsync(tenantId, line.CounterId, CancellationToken.None);
        if (values.Blocks > 0 && values.Settled + values.Held + wanted > limit.Amount)
        {
            await recall.RunAsync(tenantId, line.CounterId);
            if (line.Block is not null && await TakeAsync(reservation, line, wanted) is { } isTakenNow) return (null, isTakenNow);
            values = await counters.ReadAsync(tenantId, line.CounterId, CancellationToken.None);
        }

        var state = line.State(limit, values);
        var refusal = LimitRefusals.Of(state with { Settled = state.Settled + own, Held = state.Held - own }, wanted, time.GetUtcNow());
        return (refusal with { State = state }, state.Settled + state.Held + wanted <= state.Limit.Amount);
    }

    /// <summary>Tells the reservation where its limits stand after a write, as far as this process knows.</summary>
    public void Tell(Reservation reservation, IReadOnlyList<PathLine> lines, BatchResult result) => reservation.Tell(lines, i =>
    {
        var (line, document) = (lines[i], result.Results[i + 1].Document!);
        if (line.Block is not null) return book.Of(reservation.Subject.TenantId, line.CounterId).Estimate(BlockDocuments.ReadUse(document));
        var values = CounterValues.Read(document.Body.Span);
        if (book.IsOn) book.Of(reservation.Subject.TenantId, line.CounterId).Seen(values);
        return values;
    });

    /// <summary>A call drew more from its block than was foreseen.</summary>
    public void Drawn(Reservation reservation, PathLine line, long more)
    {
        if (line.Block is { } block) book.Of(reservation.Subject.TenantId, line.CounterId).Returned(block, -more, isBeyond: false);
    }

    /// <summary>Takes what a call that draws lacks. true: it is there. false: the block is gone, and what the call holds of it with it. null: the counter has no room for it.</summary>
    private async ValueTask<bool?> TakeAsync(Reservation reservation, PathLine line, long more)
    {
        for (var tries = 0; tries < MostBlocks; tries++)
        {
            var taking = await recall.TakeAsync(reservation.Subject.TenantId, line, more);
            if (!taking.IsGone) return taking.IsTaken ? true : null;

            // Nothing was held of it, else it would be there.
            drawing.Failed(reservation.Subject.TenantId, line, isThere: false);
            await drawing.ProvideAsync(reservation.Subject.TenantId, [line]);
            if (!reservation.TryMove(line, more)) return false;
        }

        return null;
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
