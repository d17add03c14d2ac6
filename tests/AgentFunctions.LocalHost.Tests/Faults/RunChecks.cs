using System.Text.Json;
using AgentFunctions.LocalHost.Tests.Limits;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>What must hold of a run whose process was struck, and of the ledger after many of them.</summary>
internal static class RunChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>It completed; everything was done once, and asked once.</summary>
    public static Task CheckAsync(FaultLane lane, JsonElement run, string order) => CheckAsync(lane, lane.Host, run, order);

    /// <inheritdoc cref="CheckAsync(FaultLane, JsonElement, string)"/>
    public static async Task CheckAsync(FaultLane lane, LocalHostProcess host, JsonElement run, string order)
    {
        var steps = run.GetProperty("steps").EnumerateArray().ToList();
        Assert.True(run.GetProperty("status").GetString() == "succeeded", $"{run.GetProperty("error")} {string.Join('\n', steps.Select(static step => $"{step.GetProperty("id")} {step.GetProperty("status")} {step.GetProperty("error")}"))}");
        Assert.Equal(ShopScript.OutputOf(order), run.GetProperty("output").GetString());
        Assert.Equal(ShopScript.Steps, steps.Count);
        Assert.All(steps, static step => Assert.True(step.GetProperty("status").GetString() == "succeeded", step.GetRawText()));
        Assert.Equal(
            (1, 1, 1, 1),
            (lane.Shop.Effects(CountingShop.Lookup, order), lane.Shop.Effects(CountingShop.Meter, order), lane.Shop.Calls(CountingShop.Charge, order), lane.Shop.Effects(CountingShop.Refund, order)));

        var approvals = (await host.GetAsync($"/api/approvals?run={run.GetProperty("id").GetString()}")).Ok().Json.GetProperty("items").EnumerateArray().ToList();
        Assert.All(approvals, static approval => Assert.True(approval.GetProperty("status").GetString() == "used", approval.GetRawText()));
        Assert.Single(approvals, static approval => approval.GetProperty("kind").GetString() == "action");
        Assert.True(approvals.Count <= 2, $"{approvals.Count} approvals");
    }

    /// <summary>What was charged is what the servers saw; of what they may have seen when a process died, the bound. Nothing is held.</summary>
    /// <returns>Calls charged, and how many of them at their bound.</returns>
    public static async Task<(int Charged, int Estimated)> CheckLedgerAsync(FaultLane lane, IReadOnlyDictionary<string, string> orders)
    {
        await TestWait.UntilAsync(async () => (await lane.Ledger.HoldsAsync()).Count == 0, "what the dead processes held has been charged", Patience);
        var usage = await lane.Ledger.UsageAsync(FaultLane.Agent);
        var counters = (await lane.Ledger.CountersAsync($"agents/{FaultLane.Agent}")).ToDictionary(static counter => counter.Unit);
        Assert.All(counters.Values, static counter => Assert.Equal((0, 0), (counter.Held, counter.Overrun)));
        Assert.Equal((usage.Sum(static u => u.Cost), usage.Sum(static u => u.Requests)), (counters["usd"].Settled, counters["requests"].Settled));
        Assert.Equal(usage.Count, usage.Select(static u => (u.CallId, u.Attempt)).Distinct().Count());
        Assert.All(usage, static u => Assert.True(IsUnsure(u) || IsNotSent(u) || u.Tool is not null || (u.InputTokens, u.OutputTokens) == (ShopScript.InputTokens, ShopScript.OutputTokens), u.Text));
        foreach (var (run, order) in orders)
        {
            var ofRun = usage.Where(u => u.Run == run).ToList();
            CheckCalls(ofRun.Where(static u => u.Tool is null).ToList(), lane.Shop.Calls(CountingShop.Model, order), atLeast: ShopScript.ModelTurns, $"{order}: model");
            foreach (var (tool, path) in ((string, string)[])[("orders.get", CountingShop.Lookup), ("meter.add", CountingShop.Meter), ("card.charge", CountingShop.Charge), ("refunds.create", CountingShop.Refund)])
                CheckCalls(ofRun.Where(u => u.Tool == tool).ToList(), lane.Shop.Calls(path, order), atLeast: 1, $"{order}: {tool}");
        }

        return (usage.Count, usage.Count(static u => u.IsEstimated));
    }

    private static void CheckCalls(List<StoredUsage> usage, int seen, int atLeast, string what)
    {
        var known = usage.Count(static u => !IsUnsure(u) && !IsNotSent(u));
        var unsure = usage.Count(IsUnsure);
        Assert.True(seen >= atLeast && known <= seen && seen <= known + unsure, $"{what}: {seen} seen, {known} charged as known, {unsure} without knowing\n{string.Join('\n', usage.Select(static u => u.Text))}");
    }

    /// <summary>Its process died, or lost its lease, before the answer was here: charged at the bound, or by what was sent.</summary>
    private static bool IsUnsure(StoredUsage usage) => usage.IsEstimated || usage.IsCounted || (usage.Tool is not null && usage.Outcome == "caller_gone");

    /// <summary>The process lost its lease before it sent anything: free, also where it was charged at the bound until it went on, and so must never have been seen.</summary>
    private static bool IsNotSent(StoredUsage usage) =>
        usage is { Outcome: "not_sent", Requests: 0, Tokens: 0, Cost: 0 } or { Tool: null, Outcome: "caller_gone", IsEstimated: false, IsCounted: false, Tokens: 0, Cost: 0 };
}
