using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>A thousand calls at once for fifty calls' worth of a day's budget: not one more gets through, and not one fewer.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class BudgetRaceTests(OneLimitHost one, ThreeLimitHosts three)
{
    private const int Calls = 1_000;
    private const long Budget = 5_000_000_000;
    private const string BudgetQuota = """ "unit":"usd","window":"day","amount":"5.00" """;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public async Task Burst_BoundIsCost_ExactlyFiftySucceed(int processes, bool isCold)
    {
        var hosts = Hosts(processes);
        await hosts.ModelAsync("flat", """{"input":"0","output":"0","perRequest":"0.10"}""");
        var caller = await hosts.CallerAsync("flat", BudgetQuota);
        await WindowRoom.InDayAsync(Longest);
        if (!isCold) Assert.True((await caller.CallAsync()).IsOk);

        var results = await caller.BurstAsync(Calls);

        Assert.Equal(isCold ? 50 : 49, results.Count(static r => r.IsOk));
        Assert.All(results.Where(static r => !r.IsOk), static r => Assert.Contains((r.Status, r.Code), Refusals));
        Assert.All(results.Where(static r => r.Status == 429), static r => Assert.NotNull(r.RetryAfter));
        var counter = await hosts.Ledger.CounterAsync(caller.Scope, "usd");
        Assert.Equal((Budget, 0, 0), (counter.Settled, counter.Held, counter.Overrun));
        await CheckEventsAsync(hosts, caller, 50);
        Assert.Equal((402, "budget_exhausted"), (await caller.CallAsync()) is var last ? (last.Status, last.Code) : default);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task PatientBurst_BoundIsTwiceTheCost_SpendsAllButLessThanABound(int processes)
    {
        var hosts = Hosts(processes);
        await hosts.ModelAsync("half", """{"input":"0","output":"1000"}""");
        var caller = await hosts.CallerAsync("half", BudgetQuota);
        hosts.Upstream.Default = _ => LimitHosts.Answer(7, 100);
        await WindowRoom.InDayAsync(Longest);

        var results = await caller.PatientBurstAsync(Calls);

        Assert.All(results.Where(static r => !r.IsOk), static r => Assert.Equal((402, "budget_exhausted"), (r.Status, r.Code)));
        var counter = await hosts.Ledger.CounterAsync(caller.Scope, "usd");
        Assert.InRange(counter.Settled, 4_800_000_001, Budget);
        Assert.Equal((0, 0), (counter.Held, counter.Overrun));
        Assert.Equal(counter.Settled, results.Count(static r => r.IsOk) * 100_000_000L);
        await CheckEventsAsync(hosts, caller, results.Count(static r => r.IsOk));
    }

    private static (int, string?)[] Refusals => [(402, "budget_exhausted"), (429, "rate_limited")];

    private LimitHosts Hosts(int processes)
    {
        var hosts = processes == 1 ? one.Hosts : three.Hosts;
        hosts.Upstream.Default = static _ => LimitHosts.Answer(7, 3);
        return hosts;
    }

    private static async Task CheckEventsAsync(LimitHosts hosts, LimitedCaller caller, int calls)
    {
        var usage = await hosts.Ledger.UsageAsync(caller.Agent);
        Assert.Equal(calls, usage.Count);
        Assert.Equal(calls, usage.Select(static u => u.CallId).Distinct().Count());
        Assert.All(usage, static u => Assert.Equal((100_000_000, 1, "succeeded", false), (u.Cost, u.Requests, u.Outcome, u.IsEstimated)));
    }
}
