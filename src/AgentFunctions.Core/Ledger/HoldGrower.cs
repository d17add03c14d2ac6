using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Ledger;

/// <summary>Makes a hold larger while its call runs: the hold and every counter it is held of in one batch, all or nothing.</summary>
internal sealed class HoldGrower(HoldBatches batches, HoldRecall recall)
{
    private const int MostTries = 5;

    public async ValueTask<LimitRefusal?> GrowAsync(Reservation reservation, string provider, LedgerAmounts wanted)
    {
        await recall.RunAsync(reservation);
        var bound = (reservation.Bound + wanted.ToStorable()).ToStorable();
        var more = new LedgerAmounts(bound.NanoDollars - reservation.Bound.NanoDollars, bound.Tokens - reservation.Bound.Tokens, 0, 0);
        if (more == default) return null;
        var without = new HashSet<string>();
        for (var tries = 1; ; tries++)
        {
            var before = reservation.Mark();
            List<PathLine> growing = [.. reservation.Growing(provider).Where(line => more.Of(line.Unit) > 0 && !without.Contains(line.CounterId))];
            foreach (var line in growing) reservation.Grow(line.CounterId, more.Of(line.Unit));
            reservation.Bound += more;

            // Nothing is held at a provider without limits of its own, so this may be the first that the hold hears of it: an estimate is of this one now.
            reservation.Provider = provider;
            BatchResult result;
            try
            {
                result = await batches.ExecuteAsync(reservation, [batches.ToReplace(reservation), .. growing.Select(line => line.ToGrow(more.Of(line.Unit)))]);
            }
            catch
            {
                // If the write may have happened, it is looked up before the hold is touched again.
                reservation.Restore(before);
                throw;
            }

            if (result.IsOk)
            {
                batches.Tell(reservation, growing, result);
                foreach (var line in growing) batches.Drawn(reservation, line, more.Of(line.Unit));
                return null;
            }

            reservation.Restore(before);
            var failed = HoldBatches.FirstFailure(result);
            if (failed == 0) return LimitRefusals.HoldLost();
            var refused = growing[failed - 1];
            if (result.Results[failed].Status == DocumentStatus.PreconditionFailed)
            {
                var (refusal, hasRoom) = await batches.RefusalAsync(reservation, refused, more.Of(refused.Unit), reservation.HeldOf(refused.CounterId));
                if (refusal is not null && (!hasRoom || tries >= MostTries + growing.Count)) return refusal;
                if (refusal is null && !hasRoom) without.Add(refused.CounterId);
            }
            else
            {
                // Gone with its window, or only watched and at the end of what integers hold: the call goes on without it.
                without.Add(refused.CounterId);
            }
        }
    }
}
