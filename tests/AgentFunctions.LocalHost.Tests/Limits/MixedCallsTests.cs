using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using AgentFunctions.TestKit;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>
/// Calls of every kind through three processes: whole, streamed, let go of, silent providers, cached, written, sound and reasoning tokens, tiers, several choices, attempts that failed. Each is charged, to the
/// nano-dollar, what its script says.
/// </summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class MixedCallsTests(ThreeLimitHosts three, ITestOutputHelper output)
{
    private const int Seed = 20261127;
    private const int Workers = 32;
    private static readonly int Calls = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 10_000 : 2_000;
    private readonly LimitHosts _hosts = three.Hosts;

    [Fact]
    public async Task MixedCalls_AreChargedExactly()
    {
        var upstream = new PlannedUpstream(_hosts.Upstream);
        await _hosts.ModelAsync("mixed", MixedPrice.Spec, """ "retry":{"attempts":3},"breaker":{"failures":1000,"window":"00:00:01"}""", """ "encoding":"o200k_base" """);
        await _hosts.ModelAsync("hasty", MixedPrice.Spec, """ "retry":{"attempts":1},"breaker":{"failures":1000,"window":"00:00:01"},"timeouts":{"firstToken":"00:00:01","idle":"00:00:01","total":"00:00:02"}""", """ "encoding":"o200k_base" """);
        var caller = await _hosts.CallerAsync(
            ["mixed", "hasty"],
            """ "unit":"usd","window":"month","amount":"9000" """,
            """ "unit":"tokens","window":"month","amount":"1000000000" """,
            """ "unit":"requests","window":"month","amount":"1000000" """,
            """ "unit":"concurrent","amount":"1000" """);
        var plans = new ConcurrentQueue<PlannedCall>(Enumerable.Range(1, Calls).Select(number => MixedPlans.Draw(number, new Random(Seed + number))));
        foreach (var plan in plans) upstream.Add(plan);
        var all = plans.ToArray();
        var outcomes = new ConcurrentDictionary<string, PlannedOutcome>();

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            while (plans.TryDequeue(out var plan)) outcomes[plan.Marker] = await PlannedCaller.RunAsync(_hosts.All[worker % _hosts.All.Count], caller.Key, plan.IsHasty ? "hasty" : "mixed", plan);
        })));
        await _hosts.QuietAsync(caller, "concurrent");

        var usage = (await _hosts.Ledger.UsageAsync(caller.Agent)).GroupBy(static u => u.EndUser!).ToDictionary(static g => g.Key, static g => g.OrderBy(u => u.Attempt).ToList());
        Assert.Equal(all.Length, usage.Count);
        var differences = all.Select(plan => Difference(plan, outcomes[plan.Marker], usage[plan.Marker])).OfType<string>().ToList();
        Assert.True(differences.Count == 0, $"{differences.Count} of {all.Length} calls were charged otherwise:\n{string.Join('\n', differences.Take(20))}");
        await CheckCountersAsync(caller, all, usage.Values.SelectMany(static u => u).ToList());
        await _hosts.AgreeAsync(caller);
    }

    /// <summary>What is wrong with what a call was charged; null for nothing.</summary>
    private static string? Difference(PlannedCall plan, PlannedOutcome outcome, List<StoredUsage> events)
    {
        var expected = MixedExpectation.Attempts(plan).ToList();
        var wanted = string.Join("; ", expected.Select(static e => string.Create(CultureInfo.InvariantCulture, $"{e.Tokens.Input}/{e.Tokens.Cached}/{e.Tokens.CacheWrite}/{e.Tokens.AudioInput} {e.Tokens.Output}/{e.Tokens.Reasoning}/{e.Tokens.AudioOutput} {(e.IsCounted ? "counted " : "")}{e.Cost}")));
        var found = string.Join("; ", events.Select(static e => string.Create(
            CultureInfo.InvariantCulture,
            $"{e.InputTokens}/{e.Amount("cachedInputTokens")}/{e.Amount("cacheWriteTokens")}/{e.Amount("audioInputTokens")} {e.OutputTokens}/{e.Amount("reasoningTokens")}/{e.Amount("audioOutputTokens")} {(e.IsCounted ? "counted " : "")}{e.Cost}")));
        var isRight = wanted == found || (plan.RacesAfter is not null && events.Count == expected.Count && events.SkipLast(1).All(static e => e.Cost == 0) && MixedExpectation.IsRace(plan, events[^1]));
        if (isRight && events.TrueForAll(e => e.CallId == outcome.CallId && !e.IsEstimated) && events.Sum(static e => e.Requests) == 1) return null;
        return $"{plan}\n  answered {outcome.Status} {(outcome.IsWhole ? "whole" : "in part")}: {outcome.Text[..Math.Min(200, outcome.Text.Length)].ReplaceLineEndings(" ")}\n  wanted {wanted}\n  found  {found} ({string.Join(", ", events.Select(static e => e.Outcome))})";
    }

    private async Task CheckCountersAsync(LimitedCaller caller, PlannedCall[] plans, List<StoredUsage> usage)
    {
        // Races are charged what was found right before.
        var races = plans.Where(static plan => plan.RacesAfter is not null).Select(static plan => plan.Marker).ToHashSet();
        var raced = usage.Where(u => races.Contains(u.EndUser!)).ToList();
        var expected = plans.Where(static plan => plan.RacesAfter is null).SelectMany(MixedExpectation.Attempts).ToList();
        var cost = expected.Aggregate(BigInteger.Zero, static (sum, e) => sum + e.Cost) + raced.Sum(static u => u.Cost);
        var counters = (await _hosts.Ledger.CountersAsync(caller.Scope)).ToDictionary(static c => c.Unit);
        Assert.All(counters.Values, static c => Assert.Equal((0, 0), (c.Held, c.Overrun)));
        Assert.Equal(cost, counters["usd"].Settled);
        Assert.Equal(expected.Sum(static e => e.Tokens.Input + e.Tokens.Output) + raced.Sum(static u => u.Tokens), counters["tokens"].Settled);
        Assert.Equal(plans.Length, counters["requests"].Settled);
        var figures = string.Create(CultureInfo.InvariantCulture, $"[measured] {plans.Length} mixed calls, {usage.Count} attempts, {usage.Count(static u => u.IsCounted)} counted, {raced.Count} races: {cost} nano-dollars, error 0");
        output.WriteLine(figures);
        Console.WriteLine(figures);
    }
}
