using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>When everything has ended: settled is the true cost of every settled call and the bound of every one whose process died, and nothing is held.</summary>
internal static class LedgerQuiescence
{
    private static readonly TimeSpan LongerThanAnyLease = TimeSpan.FromMinutes(11);

    public static async Task CheckAsync(LedgerWorld world)
    {
        var random = new Random(world.Calls.Count);
        foreach (var process in world.Processes) process.Store.Disarm();
        foreach (var call in world.Calls.FindAll(static call => call.State == LedgerCallState.Running)) await LedgerCallSteps.SettleAsync(world, call, random);
        foreach (var process in world.Processes)
        {
            await process.DrainAsync();
            Assert.Equal(0, process.Queue.Count);
        }

        world.Time.Advance(LongerThanAnyLease);
        foreach (var process in world.Processes) await process.ShowAsync();
        world.Trace.Add($"everything ends; sweep: {await world.Processes[0].Ledger.SweepAsync(LedgerView.Tenant, CancellationToken.None)}");
        foreach (var process in world.Processes) await process.KeepAsync();
        await world.LookAsync();
        LedgerInvariants.Check(world);
        Assert.All(world.View.Uses, static use => Assert.False(use.Value.Due, $"{use} did not come back."));
        Assert.All(world.View.Stored.Values, static counter => Assert.Equal((0, 0), (counter.Held, counter.Blocks)));
        Assert.Empty(world.View.Holds);
        Assert.All(world.View.Counters.Values, static counter => Assert.Equal(0, counter.Held));
        foreach (var call in world.Calls) CheckCall(world, call);
    }

    private static void CheckCall(LedgerWorld world, LedgerCall call)
    {
        // An attempt of which it turned out that there was none stays as an event that says so.
        var actual = world.View.Events.Where(e => e.Key.CallId == call.Id && e.Value.Usage.Outcome != "not_sent").OrderBy(static e => e.Key.Attempt).Select(static e => Tell(e.Value.Usage));
        Assert.Equal(call.Expected.Select(Tell), actual);
        var requests = world.View.Events.Where(e => e.Key.CallId == call.Id).Sum(static e => e.Value.Requests);
        Assert.True(requests == (call.Expected.Any() ? 1 : 0), $"{call.Id} counts as {requests} calls.");
        Assert.True(!world.View.Estimates.ContainsKey(call.Id) || call.State == LedgerCallState.Dead, $"{call.Id} was settled, but its estimate is still there.");
    }

    private static string Tell(AttemptUsage usage) =>
        $"{usage.Attempt}@{usage.Provider} {usage.Outcome}: {usage.Cost.Total.Value} nano-dollars, {usage.Tokens.Total} tokens, {usage.Bytes} bytes{(usage.IsEstimated ? ", estimated" : "")}";
}
