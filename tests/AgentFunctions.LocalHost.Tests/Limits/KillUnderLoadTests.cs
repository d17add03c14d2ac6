using System.Globalization;
using System.Numerics;
using AgentFunctions.TestKit;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>
/// The process that calls go through is killed (SIGKILL) at seeded moments with fifty of them in flight, and started again, over and over: no limit is ever exceeded, holds of the dead end, every call is charged once
/// and in usage events once.
/// </summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class KillUnderLoadTests(ITestOutputHelper output)
{
    private const int Seed = 20261126;
    private const int Warm = 20;
    private const long NanoPerInput = 1_000_000;
    private const long NanoPerOutput = 1_000_000;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 200 : 20;

    private static readonly Dictionary<string, long> Limits = new()
    {
        ["concurrent"] = 50,
        ["usd"] = 2_000_000_000_000,
        ["tokens"] = 1_000_000_000,
        ["requests"] = 1_000_000,
    };

    /// <summary>Short, so that what the dead held is charged before the next round.</summary>
    private static readonly Dictionary<string, string?> QuickSweeps = new()
    {
        ["AgentFunctions__Ledger__OwnerLife"] = "00:00:03",
        ["AgentFunctions__Ledger__SweepInterval"] = "00:00:01",
    };

    [Fact]
    public async Task Kill_FiftyInFlight_NothingExceededLostOrChargedTwice()
    {
        await using var hosts = await LimitHosts.StartAsync(1, QuickSweeps);
        await hosts.ModelAsync("priced", """{"input":"1000","output":"1000"}""", """ "retry":{"attempts":2},"breaker":{"failures":1000,"window":"00:00:01"}""");
        var caller = await hosts.CallerAsync(
            "priced",
            """ "unit":"concurrent","amount":"50" """,
            """ "unit":"usd","window":"minute","amount":"2000" """,
            """ "unit":"tokens","window":"total","amount":"1000000000" """,
            """ "unit":"requests","window":"day","amount":"1000000" """);
        var random = new Random(Seed);
        var load = new KillLoad(new PlannedUpstream(hosts.Upstream), random, caller.Key, "priced");
        for (var round = 0; round < Rounds; round++)
        {
            var answered = load.Outcomes.Count;
            var work = load.RunAsync(hosts.First);

            // A process that has just started is slow: mostly it is let come to speed first, now and then not.
            if (round % 4 != 0) await TestWait.UntilAsync(() => load.Outcomes.Count > answered + Warm, "calls are answered");
            await Task.WhenAny(work, Task.Delay(random.Next(800)));
            await hosts.First.KillAsync();
            await work;
            await CheckLimitsAsync(hosts, caller);
            await hosts.ReplaceAsync(0);
            await TestWait.UntilAsync(async () => (await hosts.Ledger.HoldsAsync()).Count == 0, "what the dead process held has been charged", TimeSpan.FromSeconds(45));
            await CheckLimitsAsync(hosts, caller);
        }

        await CheckEventsAsync(hosts, caller, load);
        await hosts.AgreeAsync(caller);
    }

    private static async Task CheckLimitsAsync(LimitHosts hosts, LimitedCaller caller)
    {
        foreach (var counter in await hosts.Ledger.CountersAsync(caller.Scope))
        {
            Assert.True(counter.Settled + counter.Held <= Limits[counter.Unit], $"{counter}");
            Assert.True(counter is { Settled: >= 0, Held: >= 0, Overrun: 0 }, $"{counter}");
        }
    }

    private async Task CheckEventsAsync(LimitHosts hosts, LimitedCaller caller, KillLoad load)
    {
        var usage = await hosts.Ledger.UsageAsync(caller.Agent);
        var calls = usage.GroupBy(static u => u.EndUser!).ToDictionary(static g => g.Key, static g => g.OrderBy(u => u.Attempt).ToList());
        var upstream = load.Upstream;
        foreach (var (marker, plan) in load.Plans)
        {
            var (attempts, events) = (upstream.Attempts(marker), calls.GetValueOrDefault(marker) ?? []);
            Assert.True(events.Select(static e => e.CallId).Distinct().Count() <= 1, $"{marker} was charged as {events.Count} calls");
            Assert.Equal(events.Count, events.Select(static e => e.Attempt).Distinct().Count());
            if (events.Count > 0) Assert.Equal(1, events.Sum(static e => e.Requests));
            if (attempts == 0) Assert.All(events, static e => Assert.True(e.IsEstimated || e.Cost == 0, $"{e.Text}: the provider was never asked"));
            else Assert.True(events.Count > 0, $"{marker} reached the provider and left no usage event");
            if (load.Outcomes.GetValueOrDefault(marker) is { Status: 200 }) CheckExact(plan, attempts, events);
            else if (events.Exists(static e => !e.IsEstimated && e.Outcome == "succeeded")) CheckExact(plan, attempts, events);
        }

        var counters = await hosts.Ledger.CountersAsync(caller.Scope);
        Assert.Equal(counters.Where(static c => c.Unit == "usd").Aggregate(BigInteger.Zero, static (sum, c) => sum + c.Settled), usage.Aggregate(BigInteger.Zero, static (sum, u) => sum + u.Cost));
        Assert.Equal(counters.Single(static c => c.Unit == "tokens").Settled, usage.Sum(static u => u.Tokens));
        Assert.Equal(counters.Where(static c => c.Unit == "requests").Sum(static c => c.Settled), usage.Sum(static u => u.Requests));
        Assert.Equal((0, 0), counters.Single(static c => c.Unit == "concurrent") is var places ? (places.Settled, places.Held) : default);
        var (whole, estimated) = (load.Outcomes.Values.Count(static o => o.Status == 200), usage.Count(static u => u.IsEstimated));
        var figures = string.Create(CultureInfo.InvariantCulture, $"[measured] {Rounds} kills: {load.Plans.Count} calls sent, {whole} answered, {estimated} charged at their bound");
        output.WriteLine(figures);
        Console.WriteLine(figures);
        Assert.True(whole > 5 * Rounds && estimated > 5 * Rounds, $"{whole} answered, {estimated} estimated: the kills did not fall among calls");
    }

    private static void CheckExact(PlannedCall plan, int attempts, List<StoredUsage> events)
    {
        Assert.Equal(Enumerable.Range(1, plan.Failures + 1), events.Select(static e => e.Attempt));
        Assert.Equal(plan.Failures + 1, attempts);
        Assert.All(events, static e => Assert.False(e.IsEstimated, e.Text));
        Assert.Equal((plan.Tokens!.Input, plan.Tokens.Output), (events[^1].InputTokens, events[^1].OutputTokens));
        Assert.Equal((plan.Tokens.Input * NanoPerInput) + (plan.Tokens.Output * NanoPerOutput), events.Sum(static e => e.Cost));
    }
}
