using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>Charges attempts and returns the rest of a hold, or corrects the estimate that took its place. The hold's own document decides which: it goes in the same batch.</summary>
internal sealed class SettlementWriter(IDocumentStore store, HoldRecall recall, BlockBook book, BlockVisits visits)
{
    private const int MostTries = 8;

    public async ValueTask<SettleResult> SettleAsync(Reservation reservation, IReadOnlyList<AttemptUsage> given)
    {
        await recall.RunAsync(reservation);
        var attempts = Charges.NotCharged(reservation, given);
        var overrun = reservation.Beyond + Charges.Beyond(reservation.Bound, attempts);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TryChargeAsync(reservation, attempts)) return new SettleResult(SettleOutcome.Settled, overrun);
            if (await recall.FindEstimateAsync(reservation) is not { } estimate) return new SettleResult(SettleOutcome.AlreadySettled, default);
            if (!await TryCorrectAsync(reservation, attempts, estimate)) continue;

            // Nobody may look after the blocks of a call that was estimated any more.
            await TellAsync(reservation, estimate.Value.Lines);
            return new SettleResult(SettleOutcome.Corrected, overrun);
        }

        throw new DocumentStoreUnavailableException($"The settlement of call {reservation.Subject.CallId} met other writers again and again.");
    }

    private async ValueTask<bool> TryChargeAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts)
    {
        var isCall = IsCall(reservation, attempts);
        var patches = new List<BatchOperation>(reservation.Lines.Count);
        foreach (var line in reservation.Lines)
        {
            var charge = Charges.Of(line, attempts, isCall, reservation.Subject.Tool is not null);
            patches.Add(CounterPatches.Charge(line, charge, line.Held, Math.Max(0, charge - line.Held)));
        }

        if (!await ExecuteAsync(reservation, new BatchOperation.Delete(reservation.HoldId), patches, Charges.ToOutbox(reservation.Subject, attempts, isFirst: reservation.Attempt == 1))) return false;
        List<HeldLine> beyond = [];
        foreach (var line in reservation.Lines)
        {
            if (line.Block is not { } block) continue;
            var charge = Charges.Of(line, attempts, isCall, reservation.Subject.Tool is not null);
            book.Find(reservation.Subject.TenantId, line.CounterId)?.Returned(block, Math.Max(0, line.Held - charge), isBeyond: charge > line.Held);
            if (charge > line.Held) beyond.Add(line);
        }

        // More was charged than the counter has ever held for the block: nobody else shall be let through on what is gone.
        await TellAsync(reservation, beyond);
        return true;
    }

    /// <summary>Tells counters what became of blocks, without waiting for the next visit. Where that is lost, whoever looks through the shard finds it.</summary>
    private async ValueTask TellAsync(Reservation reservation, IEnumerable<HeldLine> lines)
    {
        if (reservation.Shard is not { } shard) return;
        try
        {
            foreach (var line in lines)
                if (line.Block is { } block) await visits.VisitAsync(reservation.Subject.TenantId, BlockName.OfUse(shard, block), givesBack: false, closes: false, CancellationToken.None);
        }
        catch (DocumentStoreUnavailableException)
        {
            // The charge itself is written.
        }
    }

    private ValueTask<bool> TryCorrectAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, (StoredEstimate Value, string ETag) estimate)
    {
        var isCall = IsCall(reservation, attempts);
        var patches = new List<BatchOperation>(estimate.Value.Lines.Count);
        foreach (var line in estimate.Value.Lines)
        {
            // Nobody holds a place any more; of the rest this much was charged.
            if (line.Unit == LimitUnit.Concurrent) continue;
            var difference = Charges.Of(line, attempts, isCall, reservation.Subject.Tool is not null) - line.Held;
            if (difference != 0) patches.Add(CounterPatches.Charge(line, difference, held: 0, Math.Max(0, difference)));
        }

        return ExecuteAsync(
            reservation, new BatchOperation.Delete(LedgerDocuments.EstimateId(reservation.Subject.CallId), estimate.ETag), patches, Corrections(reservation, attempts, estimate.Value));
    }

    private static bool IsCall(Reservation reservation, IReadOnlyList<AttemptUsage> attempts) => attempts.Count > 0 || reservation.Attempt > 1;

    private static IEnumerable<BatchOperation> Corrections(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, StoredEstimate estimate)
    {
        var isFirst = reservation.Attempt == 1;
        if (!attempts.Any(attempt => attempt.Attempt == estimate.Attempt))
            yield return Charges.ToOutbox(new UsageEvent(estimate.Subject, Nothing(estimate), estimate.Revision + 1, 0));
        for (var i = 0; i < attempts.Count; i++)
        {
            var revision = attempts[i].Attempt == estimate.Attempt ? estimate.Revision + 1 : 0;
            yield return Charges.ToOutbox(new UsageEvent(reservation.Subject, attempts[i], revision, isFirst && i == 0 ? 1 : 0));
        }
    }

    private static AttemptUsage Nothing(StoredEstimate estimate) => new() { Attempt = estimate.Attempt, Provider = "none", Outcome = "not_sent" };

    /// <summary>false: the hold, or the estimate, is not there as expected.</summary>
    private async ValueTask<bool> ExecuteAsync(Reservation reservation, BatchOperation first, List<BatchOperation> patches, IEnumerable<BatchOperation> outbox)
    {
        BatchOperation[] events = [.. outbox];
        while (true)
        {
            var result = await store.ExecuteBatchAsync(reservation.Partition, [first, .. patches, .. events], CancellationToken.None);
            if (result.IsOk) return true;
            var failed = HoldBatches.FirstFailure(result);
            if (failed == 0) return false;
            if (failed > patches.Count || !CounterPatches.TryRelax(patches, failed - 1, result.Results[failed].Status))
                throw new InvalidOperationException($"The settlement of call {reservation.Subject.CallId} met {result.Results[failed].Status} at operation {failed}.");
        }
    }
}
