using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>A call that runs turns out to need more than it holds.</summary>
internal static class LedgerGrowSteps
{
    public static async Task GrowAsync(LedgerWorld world, Random random)
    {
        if (LedgerAttemptSteps.Pick(world, random, static _ => true) is not { } call) return;
        var more = new LedgerAmounts(random.Next(16), random.Next(16), 0, 0);
        var provider = call.NotCharged.Count > 0 ? call.NotCharged[^1].Provider : "p2";
        var text = $"grow {call.Id} at {provider} by {more.NanoDollars} nano-dollars, {more.Tokens} tokens: ";
        try
        {
            var refusal = await call.Process.Ledger.GrowAsync(call.Reservation!, provider, more, CancellationToken.None);
            world.Trace.Add(text + (refusal?.Reason.ToString() ?? "granted"));
            if (refusal is null) await GrantedAsync(world, call, more, random);
            else await LedgerAttemptSteps.RefusedAsync(world, call, refusal);
            call.MustEnd |= refusal is not null && random.Next(2) == 0;
        }
        catch (DocumentStoreUnavailableException)
        {
            var isDone = call.Process.Store.IsLostHoldDone;
            world.Trace.Add(text + (isDone ? "lost, but done" : "lost"));
            if (isDone) call.Grow(more);
            call.MustEnd |= random.Next(3) > 0;
        }
    }

    private static async Task GrantedAsync(LedgerWorld world, LedgerCall call, LedgerAmounts more, Random random)
    {
        call.Grow(more);
        await world.LookAsync();
        if (world.View.Holds.TryGetValue(call.Id, out var hold)) Assert.Equal(call.Bound, hold.Bound);
        else Assert.True(more == default, $"{call.Id} was granted more, but there is no hold.");
        if (random.Next(3) > 0 && call.TryMore(random) is { } attempt) world.Trace.Add($"  attempt {attempt.Attempt} comes to {attempt.Cost.Total.Value} nano-dollars, {attempt.Tokens.Total} tokens by now");
    }
}
