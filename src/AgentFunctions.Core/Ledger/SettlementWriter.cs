using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>Charges attempts and returns the rest of a hold, or corrects the estimate that took its place. The hold's own document decides which: it goes in the same batch.</summary>
internal sealed class SettlementWriter(IDocumentStore store)
{
    private const int MostTries = 8;

    public async ValueTask<SettleResult> SettleAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts)
    {
        if (reservation.IsUncertain) attempts = await RecallAsync(reservation, attempts);
        var overrun = Charges.Beyond(reservation.Bound, attempts);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await TryChargeAsync(reservation, attempts)) return new SettleResult(SettleOutcome.Settled, overrun);
            if (await FindEstimateAsync(reservation.Subject) is not { } estimate) return new SettleResult(SettleOutcome.AlreadySettled, default);
            if (await TryCorrectAsync(reservation, attempts, estimate)) return new SettleResult(SettleOutcome.Corrected, overrun);
        }

        throw new DocumentStoreUnavailableException($"The settlement of call {reservation.Subject.CallId} met other writers again and again.");
    }

    private static DocumentPartition Partition(UsageSubject subject) => LedgerDocuments.Partition(subject.TenantId);

    private async ValueTask<bool> TryChargeAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts)
    {
        var isCall = attempts.Count > 0 || reservation.Attempt > 1;
        var patches = new List<BatchOperation>(reservation.Lines.Count);
        foreach (var line in reservation.Lines) patches.Add(ToCharge(line, Charges.Of(line, attempts, isCall)));
        return await ExecuteAsync(reservation.Subject, new BatchOperation.Delete(reservation.HoldId), patches, [.. Charges.ToOutbox(reservation.Subject, attempts, isFirst: reservation.Attempt == 1)]);
    }

    private async ValueTask<bool> TryCorrectAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, (StoredEstimate Value, string ETag) estimate)
    {
        var isCall = attempts.Count > 0 || reservation.Attempt > 1;
        var patches = new List<BatchOperation>(estimate.Value.Lines.Count);
        foreach (var line in estimate.Value.Lines)
        {
            // Nobody holds a place any more; what was charged of the rest is the bound.
            if (line.Unit == LimitUnit.Concurrent) continue;
            var difference = Charges.Of(line, attempts, isCall) - line.Held;
            if (difference != 0) patches.Add(new BatchOperation.Patch(line.CounterId, Charged(difference, held: 0, beyond: Math.Max(0, difference))));
        }

        return await ExecuteAsync(reservation.Subject, new BatchOperation.Delete(LedgerDocuments.EstimateId(reservation.Subject.CallId), estimate.ETag), patches, [.. Corrections(reservation, attempts, estimate.Value)]);
    }

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

    private static BatchOperation.Patch ToCharge(HeldLine line, long charge) => new BatchOperation.Patch(line.CounterId, Charged(charge, line.Held, Math.Max(0, charge - line.Held), line.Unit));

    private static List<PatchOperation> Charged(long settled, long held, long beyond, LimitUnit unit = LimitUnit.Usd)
    {
        var operations = new List<PatchOperation>(3);
        if (held != 0) operations.Add(new PatchOperation.Increment("held", -held));
        if (settled != 0 || operations.Count == 0) operations.Add(new PatchOperation.Increment("settled", settled));
        if (beyond != 0 && unit != LimitUnit.Concurrent) operations.Add(new PatchOperation.Increment("overrun", beyond));
        return operations;
    }

    /// <summary>Runs the batch without counters that are gone with their window. false: the hold, or the estimate, is not there as expected.</summary>
    private async ValueTask<bool> ExecuteAsync(UsageSubject subject, BatchOperation first, List<BatchOperation> patches, BatchOperation[] events)
    {
        while (true)
        {
            var result = await store.ExecuteBatchAsync(Partition(subject), [first, .. patches, .. events], CancellationToken.None);
            if (result.IsOk) return true;
            var failed = HoldWriter.FirstFailure(result);
            if (failed == 0) return false;
            if (failed > patches.Count || result.Results[failed].Status != DocumentStatus.NotFound)
                throw new InvalidOperationException($"The settlement of call {subject.CallId} met {result.Results[failed].Status} at operation {failed}.");
            patches.RemoveAt(failed - 1);
        }
    }

    private async ValueTask<(StoredEstimate Value, string ETag)?> FindEstimateAsync(UsageSubject subject)
    {
        var result = await store.ReadAsync(Partition(subject), LedgerDocuments.EstimateId(subject.CallId), CancellationToken.None);
        return result.Document is { } document ? (JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredEstimate)!, document.ETag) : null;
    }

    /// <summary>Looks up what the hold really holds, and which attempts it was charged for already.</summary>
    private async ValueTask<IReadOnlyList<AttemptUsage>> RecallAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts)
    {
        var result = await store.ReadAsync(Partition(reservation.Subject), reservation.HoldId, CancellationToken.None);
        if (result.Document is { } document)
        {
            var stored = JsonSerializer.Deserialize(document.Body.Span, LedgerJson.Default.StoredHold)!;
            reservation.Lines.Clear();
            reservation.Lines.AddRange(stored.Lines);
            reservation.Attempt = stored.Attempt;
        }
        else if (await FindEstimateAsync(reservation.Subject) is { } estimate)
        {
            reservation.Attempt = estimate.Value.Attempt;
        }

        reservation.IsUncertain = false;
        return [.. attempts.Where(attempt => attempt.Attempt >= reservation.Attempt)];
    }
}
