using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>Charges attempts while the call goes on: its hold stays whole for the next one.</summary>
internal sealed class HoldRenewer(HoldBatches batches, HoldRecall recall)
{
    private const int MostTries = 5;

    public async ValueTask<LimitRefusal?> RenewAsync(Reservation reservation, IReadOnlyList<AttemptUsage> given)
    {
        await recall.RunAsync(reservation);
        var attempts = Charges.NotCharged(reservation, given);
        if (attempts.Count == 0) return null;
        var without = new HashSet<string>();
        for (var tries = 1; ; tries++)
        {
            var before = reservation.Mark();
            var refusing = reservation.Path.Where(line => !without.Contains(line.TargetId) && Charges.Renewal(line.Unit, attempts) > 0).ToList();
            List<BatchOperation> patches = [.. refusing.Select(line => line.ToSettle(Charges.Renewal(line.Unit, attempts)))];
            ChargeProviders(reservation, attempts, without, patches);

            var isFirst = reservation.Attempt == 1;
            reservation.Attempt = attempts[^1].Attempt + 1;

            // Nothing is under way at any provider until the next attempt begins.
            reservation.Provider = null;
            BatchOperation[] operations = [batches.ToReplace(reservation), .. patches, .. Charges.ToOutbox(reservation.Subject, attempts, isFirst)];
            BatchResult result;
            try
            {
                result = await batches.ExecuteAsync(reservation, operations);
            }
            catch
            {
                reservation.Restore(before);
                throw;
            }

            if (result.IsOk)
            {
                foreach (var line in refusing) batches.Drawn(reservation, line, Charges.Renewal(line.Unit, attempts));
                reservation.Beyond += Charges.Beyond(reservation.Bound, attempts);
                return null;
            }

            reservation.Restore(before);
            var failed = HoldBatches.FirstFailure(result);
            if (failed == 0) return LimitRefusals.HoldLost();
            if (failed > patches.Count) throw new InvalidOperationException($"An attempt of call {reservation.Subject.CallId} was charged before.");
            if (result.Results[failed].Status == DocumentStatus.PreconditionFailed)
            {
                var line = refusing[failed - 1];
                var (refusal, hasRoom) = await batches.RefusalAsync(reservation, line, Charges.Renewal(line.Unit, attempts));
                if (refusal is not null && (!hasRoom || tries >= MostTries + refusing.Count)) return refusal;
                if (refusal is null && !hasRoom) without.Add(line.TargetId);
            }
            else
            {
                // Gone with its window, or at the end of what integers hold: the call goes on without it.
                without.Add(operations[failed].Id);
            }
        }
    }

    /// <summary>A provider's own counters are charged out of what is held of them; the next attempt there takes a hold again.</summary>
    private static void ChargeProviders(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, HashSet<string> without, List<BatchOperation> patches)
    {
        for (var i = 0; i < reservation.Lines.Count; i++)
        {
            var line = reservation.Lines[i];
            if (line.Provider is null || line.Unit == LimitUnit.Concurrent || without.Contains(line.TargetId)) continue;
            if (Charges.Of(line, attempts, isCall: true, isTool: false) is not (> 0 and var charge)) continue;
            var returned = Math.Min(line.Held, charge);
            patches.Add(CounterPatches.Charge(line, charge, returned, charge - returned));
            reservation.Lines[i] = line with { Held = line.Held - returned };
        }
    }
}
