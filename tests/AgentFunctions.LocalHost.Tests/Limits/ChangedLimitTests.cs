using System.Diagnostics;
using System.Globalization;
using AgentFunctions.LocalHost.Tests.Freshness;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Limits that are edited while calls come in on three processes: 2 s after the edit was answered it is what counts, on each of them.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class ChangedLimitTests(ThreeLimitHosts three)
{
    private const string Free = """{"input":"0","output":"0"}""";
    private const string Exhausted = "402 budget_exhausted";
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private readonly LimitHosts _hosts = three.Hosts;

    [Fact]
    public async Task Limit_LoweredUnderLoad_HoldsWithinTwoSecondsAndRaisedToo()
    {
        _hosts.Upstream.Default = static _ => LimitHosts.Answer(7, 3);
        await _hosts.ModelAsync("free", Free);
        var caller = await _hosts.CallerAsync("free", Requests("1000000"));
        var busy = Busy(caller);
        try
        {
            await TestWait.UntilAsync(() => busy.Sum(static b => b.Calls.Count) > 100, "calls are made");
            await _hosts.QuotaAsync(caller.Agent, 0, Requests("50"));
            await HoldsAsync(busy, Exhausted);
            var settled = (await _hosts.QuietAsync(caller, "requests")).Settled;
            await _hosts.QuotaAsync(caller.Agent, 0, Requests("2000000"));
            await HoldsAsync(busy, "200");

            Assert.True(settled > 50);
            Assert.Equal("200", await caller.OutcomeAsync(_hosts.All[2]));
        }
        finally
        {
            foreach (var one in busy) await one.DisposeAsync();
        }

        Assert.All(busy.SelectMany(static b => b.Calls), static c => Assert.Contains(c.Outcome, (string[])["200", Exhausted]));
        Assert.Equal(busy.Sum(static b => b.Calls.Count(static c => c.Outcome == "200")) + 1, (await _hosts.QuietAsync(caller, "requests")).Settled);
    }

    [Fact]
    public async Task Limit_ChangedForAWhile_HoldsWithinTwoSecondsAndEndsByItself()
    {
        _hosts.Upstream.Default = static _ => LimitHosts.Answer(7, 3);
        await _hosts.ModelAsync("free", Free);
        var caller = await _hosts.CallerAsync("free", Requests("1"));
        Assert.Equal("200", await caller.OutcomeAsync(_hosts.First));
        var busy = Busy(caller);
        try
        {
            await TestWait.UntilAsync(() => busy.TrueForAll(static b => b.Calls.Count > 3), "calls are refused everywhere");
            Assert.All(busy.SelectMany(static b => b.Calls), static c => Assert.Equal(Exhausted, c.Outcome));
            var until = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(8);
            var end = Stopwatch.GetTimestamp() + (8 * Stopwatch.Frequency);
            await _hosts.QuotaAsync(caller.Agent, 0, Requests("1") + string.Create(CultureInfo.InvariantCulture, $$""","temporary":{"amount":"100000","until":"{{until:O}}","reason":"an export that cannot wait"}"""));
            var begun = Stopwatch.GetTimestamp() + (long)(Freshness.TotalSeconds * Stopwatch.Frequency);
            await TestWait.UntilAsync(() => Stopwatch.GetTimestamp() > end && busy.TrueForAll(b => b.Since(end).Count() > 3), "the while is over");
            foreach (var one in busy) await one.StopAsync();

            // A call that begins before the end may be admitted after it: a moment is left between.
            var last = end - (Stopwatch.Frequency / 2);
            Assert.All(busy, b => Assert.True(b.Since(begun).Count(c => c.Began < last) > 3, "calls were made in the while"));
            Assert.All(busy.SelectMany(b => b.Since(begun)).Where(c => c.Began < last), static c => Assert.Equal("200", c.Outcome));
            Assert.All(busy.SelectMany(b => b.Since(end)), static c => Assert.Equal(Exhausted, c.Outcome));
        }
        finally
        {
            foreach (var one in busy) await one.DisposeAsync();
        }

        var versions = (await _hosts.First.GetAsync($"/api/quotas/{caller.Agent}-0/versions")).Ok().Text;
        Assert.Contains("an export that cannot wait", versions, StringComparison.Ordinal);
    }

    private static string Requests(string amount) => $""" "unit":"requests","window":"total","amount":"{amount}" """;

    private List<BusyCaller> Busy(LimitedCaller caller) => [.. _hosts.All.Select(host => new BusyCaller(() => caller.OutcomeAsync(host)))];

    /// <summary>Every call that begins more than 2 s from now has this outcome.</summary>
    private static async Task HoldsAsync(List<BusyCaller> busy, string outcome)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(Freshness.TotalSeconds * Stopwatch.Frequency);
        await TestWait.UntilAsync(() => busy.TrueForAll(b => b.Since(deadline).Count() > 5), "each process was called after 2 s");
        Assert.All(busy.SelectMany(b => b.Since(deadline)), c => Assert.Equal(outcome, c.Outcome));
    }
}
