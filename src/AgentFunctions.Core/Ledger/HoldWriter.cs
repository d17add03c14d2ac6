using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Throttling;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger;

/// <summary>Takes holds: one batch, all or nothing.</summary>
internal sealed class HoldWriter(HoldBatches batches, HoldRecall recall, CounterReader counters, TimeProvider time)
{
    private const int MostTries = 5;

    public async ValueTask<ReserveResult> ReserveAsync(ReserveRequest request)
    {
        var reservation = new Reservation(request.Subject, request.Bound.ToStorable(), time.GetUtcNow() + request.Lease);
        var lines = PathLine.Of(request.Throttled.Count == 0 ? request.Limits : [.. request.Limits, .. request.Throttled.Select(ThrottleLimit.Of)], request.Subject.At, reservation.Bound);
        foreach (var line in lines) reservation.Lines.Add(line.ToHeld(provider: null));
        var refusal = await TakeAsync(reservation, lines, request.Throttled, isNew: true);
        reservation.Path = lines;
        return refusal is null ? ReserveResult.Granted(reservation) : ReserveResult.Refused(refusal);
    }

    public async ValueTask<LimitRefusal?> ExtendAsync(Reservation reservation, string provider, IReadOnlyList<Limit> limits, LedgerAmounts bound)
    {
        await recall.RunAsync(reservation);
        var before = reservation.Mark();
        var lines = PathLine.Of(limits, reservation.Subject.At, bound.ToStorable());
        var path = lines.ToList();
        foreach (var line in path)
        {
            var index = reservation.Lines.FindIndex(held => held.CounterId == line.CounterId);
            if (index < 0)
            {
                reservation.Lines.Add(line.ToHeld(provider));
                continue;
            }

            // Another attempt at the same provider. What the one before was charged has left the hold already.
            var held = reservation.Lines[index];
            line.Reuse(held.Held);
            if (line.Held == 0) lines.Remove(line);
            else reservation.Lines[index] = held with { Held = held.Held + line.Held };
        }

        reservation.Provider = provider;
        LimitRefusal? refusal;
        try
        {
            refusal = await TakeAsync(reservation, lines, [], isNew: false);
        }
        catch
        {
            // If the write may have happened, it is looked up before the hold is touched again.
            reservation.Restore(before);
            throw;
        }

        if (refusal is not null) reservation.Restore(before);
        else reservation.ProviderPath = (provider, path);
        return refusal;
    }

    private async ValueTask<LimitRefusal?> TakeAsync(Reservation reservation, List<PathLine> lines, IReadOnlyList<LimitScope> throttled, bool isNew)
    {
        var tenantId = reservation.Subject.TenantId;
        foreach (var line in lines)
        {
            if (line.Enforced is { } limit && line.Held > limit.Amount)
                return new LimitRefusal(RefusalReason.ExceedsLimit, line.State(limit, await counters.ReadAsync(tenantId, line.CounterId, CancellationToken.None)), line.Held, null);
        }

        for (var tries = 1; ; tries++)
        {
            var operations = new BatchOperation[1 + lines.Count + throttled.Count];
            operations[0] = isNew ? batches.ToCreate(reservation) : batches.ToReplace(reservation);
            for (var i = 0; i < lines.Count; i++) operations[i + 1] = lines[i].ToReserve();
            for (var i = 0; i < throttled.Count; i++) operations[1 + lines.Count + i] = ThrottlePace.ToBegin(throttled[i], time.GetUtcNow());
            var result = await batches.ExecuteAsync(reservation, operations);
            if (result.IsOk)
            {
                reservation.Tell(lines, result);
                return null;
            }

            var failed = HoldBatches.FirstFailure(result);
            if (failed == 0) return isNew ? throw new InvalidOperationException($"The id of call {reservation.Subject.CallId} was used before.") : LimitRefusals.HoldLost();
            var status = result.Results[failed].Status;
            if (failed > lines.Count)
            {
                var scope = throttled[failed - 1 - lines.Count];
                if (status != DocumentStatus.NotFound || tries >= MostTries) return ThrottlePace.Refusal(scope);
                await counters.CreateAsync(tenantId, ThrottlePace.ToNew(scope), CancellationToken.None);
                continue;
            }

            var refused = lines[failed - 1];
            if (status == DocumentStatus.NotFound && tries < MostTries)
            {
                await counters.CreateAsync(tenantId, lines, CancellationToken.None);
            }
            else if (status == DocumentStatus.Unprocessable && refused.Enforced is null)
            {
                // A counter at the end of what integers hold refuses nobody that it only watches.
                lines.Remove(refused);
                reservation.Release(refused);
            }
            else if (status == DocumentStatus.PreconditionFailed)
            {
                var (refusal, hasRoom) = await batches.RefusalAsync(tenantId, refused, refused.Held);
                if (!hasRoom || tries >= MostTries) return refusal;
            }
            else
            {
                throw new InvalidOperationException($"The counter of {refused.Any.Scope} answered {status}.");
            }
        }
    }
}
