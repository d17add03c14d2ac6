using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>Takes holds: one batch, all or nothing. Writes are not cancelled half-way: whether they happened must be known.</summary>
internal sealed class HoldWriter(IDocumentStore store, CounterReader counters, PendingSettlements queue, JobOwner owner, TimeProvider time)
{
    private const int MostTries = 5;

    public async ValueTask<ReserveResult> ReserveAsync(ReserveRequest request)
    {
        var reservation = new Reservation(request.Subject, request.Bound, time.GetUtcNow() + request.Lease);
        var lines = PathLine.Of(request.Limits, request.Subject.At, request.Bound);
        reservation.Path = lines;
        foreach (var line in lines) reservation.Lines.Add(line.ToHeld(provider: null));
        var hold = new BatchOperation.Create(ToWrite(reservation));
        var refusal = await TakeAsync(reservation, hold, lines);
        return refusal is null ? ReserveResult.Granted(reservation) : ReserveResult.Refused(refusal);
    }

    public async ValueTask<LimitRefusal?> ExtendAsync(Reservation reservation, string provider, IReadOnlyList<Limit> limits, LedgerAmounts bound)
    {
        var lines = PathLine.Of(limits, reservation.Subject.At, bound);
        var before = reservation.Lines.ToList();
        var isAgain = before.Exists(line => line.Provider == provider);
        foreach (var line in lines)
        {
            // One place is enough for another attempt at the same provider.
            if (isAgain && line.Unit == LimitUnit.Concurrent) continue;
            var index = reservation.Lines.FindIndex(held => held.CounterId == line.CounterId);
            if (index < 0) reservation.Lines.Add(line.ToHeld(provider));
            else reservation.Lines[index] = reservation.Lines[index] with { Held = reservation.Lines[index].Held + line.Held };
        }

        if (isAgain) lines.RemoveAll(static line => line.Unit == LimitUnit.Concurrent);
        var providerBefore = reservation.Provider;
        reservation.Provider = provider;
        var refusal = await TakeAsync(reservation, new BatchOperation.Replace(ToWrite(reservation)), lines);
        if (refusal is null) return null;
        reservation.Lines.Clear();
        reservation.Lines.AddRange(before);
        reservation.Provider = providerBefore;
        return refusal;
    }

    public async ValueTask<LimitRefusal?> RenewAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts)
    {
        var (linesBefore, attemptBefore) = (reservation.Lines.ToList(), reservation.Attempt);
        var patches = new List<BatchOperation>();
        var refusing = new List<PathLine>();
        foreach (var line in reservation.Path)
        {
            if (Charges.Renewal(line.Unit, attempts) is not (> 0 and var more)) continue;
            patches.Add(new BatchOperation.Patch(line.CounterId, [new PatchOperation.Increment("settled", more)], line.Room(more)));
            refusing.Add(line);
        }

        for (var i = 0; i < reservation.Lines.Count; i++)
        {
            var held = reservation.Lines[i];
            if (held.Provider is null || Math.Min(held.Held, Charges.Of(held, attempts, isCall: true)) is not (> 0 and var charge)) continue;
            patches.Add(new BatchOperation.Patch(held.CounterId, [new PatchOperation.Increment("settled", charge), new PatchOperation.Increment("held", -charge)]));
            reservation.Lines[i] = held with { Held = held.Held - charge };
        }

        var isFirst = reservation.Attempt == 1;
        reservation.Attempt = attempts[^1].Attempt + 1;
        BatchOperation[] operations = [new BatchOperation.Replace(ToWrite(reservation)), .. patches, .. Charges.ToOutbox(reservation.Subject, attempts, isFirst)];
        var result = await ExecuteAsync(reservation, operations, isNew: false);
        if (result.IsOk) return null;

        reservation.Lines.Clear();
        reservation.Lines.AddRange(linesBefore);
        reservation.Attempt = attemptBefore;
        var failed = FirstFailure(result) - 1;
        if (failed < 0 || failed >= refusing.Count || refusing[failed].Enforced is null) return Lost(reservation);
        return (await RefusalAsync(reservation.Subject.TenantId, refusing[failed], Charges.Renewal(refusing[failed].Unit, attempts))).Refusal;
    }

    private async ValueTask<LimitRefusal?> TakeAsync(Reservation reservation, BatchOperation hold, List<PathLine> lines)
    {
        var tenantId = reservation.Subject.TenantId;
        foreach (var line in lines)
        {
            if (line.Enforced is { } limit && line.Held > limit.Amount)
                return new LimitRefusal(RefusalReason.ExceedsLimit, line.State(limit, await counters.ReadAsync(tenantId, line.CounterId, CancellationToken.None)), line.Held, null);
        }

        var operations = new BatchOperation[lines.Count + 1];
        operations[0] = hold;
        for (var i = 0; i < lines.Count; i++) operations[i + 1] = lines[i].ToReserve();
        for (var tries = 1; ; tries++)
        {
            var result = await ExecuteAsync(reservation, operations, isNew: hold is BatchOperation.Create);
            if (result.IsOk)
            {
                Told(reservation, lines, result);
                return null;
            }

            var failed = FirstFailure(result);
            if (failed == 0) return Lost(reservation);
            if (result.Results[failed].Status == DocumentStatus.NotFound && tries < MostTries)
            {
                await counters.CreateAsync(tenantId, lines, CancellationToken.None);
                continue;
            }

            if (result.Results[failed].Status != DocumentStatus.PreconditionFailed)
                throw new InvalidOperationException($"The counter of {lines[failed - 1].Any.Scope} answered {result.Results[failed].Status}.");
            var (refusal, hasRoom) = await RefusalAsync(tenantId, lines[failed - 1], lines[failed - 1].Held);
            if (!hasRoom || tries >= MostTries) return refusal;
        }
    }

    private async ValueTask<BatchResult> ExecuteAsync(Reservation reservation, BatchOperation[] operations, bool isNew)
    {
        try
        {
            return await store.ExecuteBatchAsync(LedgerDocuments.Partition(reservation.Subject.TenantId), operations, CancellationToken.None);
        }
        catch (DocumentStoreUnavailableException)
        {
            // It may have been written all the same. A new hold is given back when the store is there again, for the call does not happen; of an older one the settlement looks up what it holds.
            reservation.IsUncertain = true;
            if (isNew) queue.Enqueue(reservation, []);
            throw;
        }
    }

    private async ValueTask<(LimitRefusal Refusal, bool HasRoom)> RefusalAsync(string tenantId, PathLine line, long wanted)
    {
        var state = line.State(line.Enforced!, await counters.ReadAsync(tenantId, line.CounterId, CancellationToken.None));
        return (LimitRefusals.Of(state, wanted, time.GetUtcNow()), state.Settled + state.Held + wanted <= state.Limit.Amount);
    }

    /// <summary>The hold is not as this process left it: it has expired. Nothing more may be tried on it.</summary>
    private static LimitRefusal? Lost(Reservation reservation) =>
        throw new InvalidOperationException($"The hold of call {reservation.Subject.CallId} exists already or has expired.");

    private static void Told(Reservation reservation, List<PathLine> lines, BatchResult result)
    {
        var states = new List<LimitState>(reservation.Limits);
        List<LimitState>? shadows = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var values = CounterValues.Read(result.Results[i + 1].Document!.Body.Span);
            if (lines[i].Enforced is { } enforced) states.Add(lines[i].State(enforced, values));
            if (lines[i].Shadow is { } shadow && values.Settled + values.Held > shadow.Amount) (shadows ??= []).Add(lines[i].State(shadow, values));
        }

        reservation.Limits = states;
        if (shadows is not null) reservation.ShadowRefusals = [.. reservation.ShadowRefusals, .. shadows];
    }

    private DocumentWrite ToWrite(Reservation reservation) =>
        new(reservation.HoldId, JsonSerializer.SerializeToUtf8Bytes(reservation.ToStored(owner.Id), LedgerJson.Default.StoredHold));

    internal static int FirstFailure(BatchResult result)
    {
        for (var i = 0; i < result.Results.Count; i++)
            if (result.Results[i].Status is not (DocumentStatus.Ok or DocumentStatus.FailedDependency)) return i;
        throw new InvalidOperationException("A batch failed without a failed operation.");
    }
}
