using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>What happens between a call's beginning and its end.</summary>
internal static class LedgerAttemptSteps
{
    public static bool Produced(LedgerCall call) => call.NotCharged.Exists(static attempt => attempt.Cost.Total.Value + attempt.Tokens.Total > 0);

    public static async Task ExtendAsync(LedgerWorld world, Random random)
    {
        if (Pick(world, random, static _ => true) is not { } call) return;
        if (Produced(call))
        {
            await RenewAsync(world, call, random);
            return;
        }

        var provider = LedgerLimits.Providers[random.Next(LedgerLimits.Providers.Count)];
        var limits = world.Limits.Of(provider);
        world.Offered(limits, call.Subject.At);
        var text = $"extend {call.Id} to {provider} on {string.Join(", ", limits.Select(static limit => $"{limit.QuotaId}={limit.Amount}"))}: ";
        try
        {
            var refusal = await call.Process.Ledger.ExtendAsync(call.Reservation!, provider, limits, call.Bound, CancellationToken.None);
            world.Trace.Add(text + (refusal?.Reason.ToString() ?? "granted"));
            if (refusal is not null)
            {
                await RefusedAsync(world, call, refusal);
                call.MustEnd |= random.Next(3) > 0;
                return;
            }

            Extended();
            var attempt = call.Try(random, provider, mayBeyond: random.Next(25) == 0);
            world.Trace.Add($"  attempt {attempt.Attempt} comes to {attempt.Cost.Total.Value} nano-dollars, {attempt.Tokens.Total} tokens");
        }
        catch (DocumentStoreUnavailableException)
        {
            var isDone = call.Process.Store.IsLostHoldDone;
            world.Trace.Add(text + (isDone ? "lost, but done" : "lost"));
            if (isDone) Extended();
            call.MustEnd |= random.Next(3) > 0;
        }

        void Extended()
        {
            foreach (var limit in limits) call.ProviderKeys[LedgerLimits.Key(limit, call.Subject.At)] = provider;
            world.Admitted(limits, call.Subject.At);
        }
    }

    public static async Task RenewAsync(LedgerWorld world, Random random)
    {
        if (Pick(world, random, static call => call.NotCharged.Count > 0) is { } call) await RenewAsync(world, call, random);
    }

    private static async Task RenewAsync(LedgerWorld world, LedgerCall call, Random random)
    {
        try
        {
            var refusal = await call.Process.Ledger.RenewAsync(call.Reservation!, [.. call.NotCharged], CancellationToken.None);
            world.Trace.Add($"renew {call.Id} after {call.NotCharged.Count} attempts: {refusal?.Reason.ToString() ?? "granted"}");
            if (refusal is null)
            {
                call.NotCharged.Clear();
                return;
            }

            await RefusedAsync(world, call, refusal);
            call.MustEnd = true;
        }
        catch (DocumentStoreUnavailableException)
        {
            call.Told = call.Attempts.Count;
            world.Trace.Add($"renew {call.Id}: {(call.Process.Store.IsLostHoldDone ? "lost, but done" : "lost")}");
            call.MustEnd |= random.Next(3) > 0;
        }
    }

    /// <summary>A refusal must be true.</summary>
    public static async Task RefusedAsync(LedgerWorld world, LedgerCall call, LimitRefusal refusal)
    {
        await world.LookAsync();
        if (refusal.Reason == RefusalReason.HoldLost)
        {
            call.MustEnd = true;
            Assert.False(world.View.Holds.ContainsKey(call.Id), $"The hold of {call.Id} is there.");
            return;
        }

        var counter = LedgerReference.Find(world.View, LedgerLimits.Key(refusal.State.Limit, call.Subject.At));
        var (settled, held) = (counter?.Settled ?? 0, counter?.Held ?? 0);
        Assert.True(
            settled + held + refusal.Wanted > refusal.State.Limit.Amount || world.View.IsOvercharged(LedgerDocuments.CounterId(refusal.State.Limit.Scope, refusal.State.Limit.Unit, refusal.State.WindowId)),
            $"{refusal.State.Limit} refused {refusal.Wanted}, but {settled} + {held} leave room.");
    }

    public static LedgerCall? Pick(LedgerWorld world, Random random, Predicate<LedgerCall> which)
    {
        var running = world.Calls.FindAll(call => call.State == LedgerCallState.Running && !call.MustEnd && which(call));
        return running.Count == 0 ? null : running[random.Next(running.Count)];
    }
}
