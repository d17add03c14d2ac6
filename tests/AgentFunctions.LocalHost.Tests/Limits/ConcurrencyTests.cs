using AgentFunctions.TestKit;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Calls at the same time over three processes: as many as the limit says, and the places of a process that was killed come back by themselves.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class ConcurrencyTests(ThreeLimitHosts three)
{
    private const int Limit = 6;
    private const string Quota = """ "unit":"concurrent","amount":"6" """;

    /// <summary>A silent process counts as gone after 20 s; the sweep that finds it comes every 5 s, and moves to another process when it was the dead one's.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(75);

    private readonly LimitHosts _hosts = three.Hosts;

    [Fact]
    public async Task Concurrent_OverThreeProcesses_IsTheLimitAndNoMore()
    {
        var upstream = new GatedUpstream(_hosts.Upstream);
        await _hosts.ModelAsync("free", """{"input":"0","output":"0"}""");
        var caller = await _hosts.CallerAsync("free", Quota);

        var burst = caller.BurstAsync(90);
        await upstream.AwaitAsync(Limit);
        Assert.Equal(Limit, (await _hosts.Ledger.CounterAsync(caller.Scope, "concurrent")).Held);
        var refused = await caller.CallAsync();
        Assert.Equal((429, "concurrency_limited", true), (refused.Status, refused.Code, refused.RetryAfter is not null));
        upstream.Open();
        var results = await burst;

        Assert.All(results.Where(static r => !r.IsOk), static r => Assert.Equal((429, "concurrency_limited"), (r.Status, r.Code)));
        var patient = await caller.PatientBurstAsync(40);
        Assert.All(patient, static r => Assert.True(r.IsOk, r.Text));
        Assert.Equal(Limit, upstream.Most);
        var counter = await _hosts.Ledger.CounterAsync(caller.Scope, "concurrent");
        Assert.Equal((0, 0), (counter.Settled, counter.Held));
    }

    [Fact]
    public async Task Concurrent_ProcessKilled_ItsPlacesComeBackAndOnlyThose()
    {
        var upstream = new GatedUpstream(_hosts.Upstream);
        await _hosts.ModelAsync("flat", """{"input":"0","output":"0","perRequest":"0.10"}""");
        var caller = await _hosts.CallerAsync("flat", Quota, """ "unit":"usd","window":"total","amount":"100" """);
        var calls = Enumerable.Range(0, Limit).Select(n => Record.ExceptionAsync(async () => Assert.True((await caller.CallAsync(_hosts.All[n % 3])).IsOk))).ToList();
        await upstream.AwaitAsync(Limit);

        await _hosts.All[2].KillAsync();
        Assert.Equal("concurrency_limited", (await caller.CallAsync(_hosts.First)).Code);
        await TestWait.UntilAsync(async () => (await _hosts.Ledger.CounterAsync(caller.Scope, "concurrent")).Held == 4, "the places of the dead process are free", Recovery);
        upstream.Open();
        var failures = await Task.WhenAll(calls);

        Assert.Equal(2, failures.Count(static failure => failure is HttpRequestException));
        Assert.Equal(4, failures.Count(static failure => failure is null));
        await _hosts.QuietAsync(caller, "concurrent");
        await _hosts.ReplaceAsync(2);

        // The two whose process died are charged at their bound and say so.
        var usage = await _hosts.Ledger.UsageAsync(caller.Agent);
        Assert.Equal((6, 2), (usage.Count, usage.Count(static u => u.IsEstimated)));
        Assert.All(usage, static u => Assert.Equal(100_000_000, u.Cost));
        var money = await _hosts.Ledger.CounterAsync(caller.Scope, "usd");
        Assert.Equal((600_000_000, 0, 0), (money.Settled, money.Held, money.Overrun));
    }
}
