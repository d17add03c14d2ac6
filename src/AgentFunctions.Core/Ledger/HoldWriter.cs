using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Ledger.Throttling;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger;

/// <summary>Takes holds: one batch, all or nothing. A call draws from blocks of this process where it has some of every counter of the path, else it takes of the counters.</summary>
internal sealed class HoldWriter(HoldBatches batches, HoldRecall recall, CounterReader counters, BlockDrawing drawing, OwnShard shard, TimeProvider time)
{
    private const int MostTries = 5;

    public async ValueTask<ReserveResult> ReserveAsync(ReserveRequest request)
    {
        var bound = request.Bound.ToStorable();
        var lines = PathLine.Of(request.Throttled.Count == 0 ? request.Limits : [.. request.Limits, .. request.Throttled.Select(ThrottleLimit.Of)], request.Subject.At, bound);
        if (request.Throttled.Count == 0 && await TryDrawAsync(request, lines, bound) is { } drawn) return ReserveResult.Granted(drawn);
        var reservation = new Reservation(request.Subject, bound, time.GetUtcNow() + request.Lease);
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
        if (reservation.Shard is not null) await NameBlocksAsync(reservation, path);
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

    /// <summary>null: it has to take of the counters, which also decide whether it may.</summary>
    private async ValueTask<Reservation?> TryDrawAsync(ReserveRequest request, List<PathLine> lines, LedgerAmounts bound)
    {
        var tenantId = request.Subject.TenantId;
        if (!await drawing.TryPrepareAsync(tenantId, lines)) return null;
        var reservation = new Reservation(request.Subject, bound, time.GetUtcNow() + request.Lease) { Shard = shard.Id };
        foreach (var line in lines) reservation.Lines.Add(line.ToHeld(provider: null));
        var result = await batches.ExecuteAsync(reservation, [batches.ToCreate(reservation), .. lines.Select(static line => line.ToReserve())]);
        if (result.IsOk)
        {
            batches.Tell(reservation, lines, result);
            reservation.Path = lines;
            return reservation;
        }

        var failed = HoldBatches.FirstFailure(result);
        if (failed == 0) throw UsedBefore(reservation);
        drawing.Undo(tenantId, lines.Where((_, i) => i != failed - 1));
        drawing.Failed(tenantId, lines[failed - 1], isThere: result.Results[failed].Status != DocumentStatus.NotFound);
        return null;
    }

    /// <summary>The same block as before for what the call holds already, else one of this process.</summary>
    private async ValueTask NameBlocksAsync(Reservation reservation, List<PathLine> lines)
    {
        foreach (var line in lines) line.Block = reservation.Lines.Find(held => held.CounterId == line.CounterId)?.Block;
        await drawing.ProvideAsync(reservation.Subject.TenantId, lines.Where(static line => line.Block is null));
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
                batches.Tell(reservation, lines, result);
                return null;
            }

            var failed = HoldBatches.FirstFailure(result);
            if (failed == 0) return isNew ? throw UsedBefore(reservation) : LimitRefusals.HoldLost();
            var status = result.Results[failed].Status;
            if (failed > lines.Count)
            {
                var scope = throttled[failed - 1 - lines.Count];
                if (status != DocumentStatus.NotFound || tries >= MostTries) return ThrottlePace.Refusal(scope);
                await counters.CreateAsync(tenantId, ThrottlePace.ToNew(scope), CancellationToken.None);
                continue;
            }

            var refused = lines[failed - 1];
            if (status == DocumentStatus.PreconditionFailed || (status == DocumentStatus.NotFound && refused.Block is not null))
            {
                var (refusal, hasRoom) = await batches.RefusalAsync(reservation, refused, refused.Held);
                if (refusal is not null && (!hasRoom || tries >= MostTries + lines.Count)) return refusal;
                if (refusal is null && !hasRoom) Leave(reservation, lines, refused);
            }
            else if (status == DocumentStatus.NotFound && tries < MostTries + lines.Count)
            {
                await counters.CreateAsync(tenantId, lines, CancellationToken.None);
            }
            else if (status == DocumentStatus.Unprocessable && refused.Enforced is null)
            {
                Leave(reservation, lines, refused);
            }
            else
            {
                throw new InvalidOperationException($"The counter of {refused.Any.Scope} answered {status}.");
            }
        }
    }

    /// <summary>A counter at the end of what integers hold refuses nobody that it only watches.</summary>
    private static void Leave(Reservation reservation, List<PathLine> lines, PathLine line)
    {
        lines.Remove(line);
        reservation.Release(line);
    }

    private static InvalidOperationException UsedBefore(Reservation reservation) => new($"The id of call {reservation.Subject.CallId} was used before.");
}
