using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Quotas.States;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Reading;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Quotas;

/// <summary>The forecast of docs/limits.md.</summary>
public sealed class BurnRateTests
{
    private const long Dollar = 1_000_000_000;
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Now);
    private readonly InMemoryDocumentStore _store;

    public BurnRateTests() => _store = new InMemoryDocumentStore(_time);

    [Fact]
    public void SteadyPace_IsForecastExactly()
    {
        var recent = Enumerable.Range(1, 60).ToDictionary(static minute => Now.AddMinutes(-minute), static _ => Dollar);

        Assert.Equal(Now.AddMinutes(90), BurnForecast.Of(Day(settled: 10 * Dollar, amount: 100 * Dollar), recent, TimeSpan.FromMinutes(1), Now)!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Theory]
    [InlineData(719, true)]
    [InlineData(720, false)]
    [InlineData(100_000, false)]
    public void EndOfTheWindow_IsNoExhaustion(int minutesLeft, bool isTold)
    {
        var recent = Enumerable.Range(1, 60).ToDictionary(static minute => Now.AddMinutes(-minute), static _ => Dollar);

        var at = BurnForecast.Of(Day(settled: 0, amount: (minutesLeft * Dollar) + 10), recent, TimeSpan.FromMinutes(1), Now);

        Assert.Equal(isTold, at is not null);
    }

    [Fact]
    public void RecentUsage_WeighsMore()
    {
        var lately = new Dictionary<DateTimeOffset, long> { [Now.AddMinutes(-5)] = 10 * Dollar };
        var earlier = new Dictionary<DateTimeOffset, long> { [Now.AddMinutes(-15)] = 10 * Dollar };
        var state = Day(settled: 10 * Dollar, amount: 20 * Dollar);

        var (soon, late) = (Left(state, lately), Left(state, earlier));

        // Ten minutes older is worth half.
        Assert.Equal(2, late / soon, 9);
    }

    [Fact]
    public void NothingLeft_IsNow_AndNothingUsed_IsNever()
    {
        Assert.Equal(Now, BurnForecast.Of(Day(settled: 5, amount: 5), new Dictionary<DateTimeOffset, long>(), TimeSpan.FromMinutes(1), Now));
        Assert.Null(BurnForecast.Of(Day(settled: 4, amount: 5), new Dictionary<DateTimeOffset, long>(), TimeSpan.FromMinutes(1), Now));
    }

    [Fact]
    public void TheMinuteThatIsNotOver_CountsAsLongAsItLasted()
    {
        var now = Now.AddSeconds(30);
        var recent = Enumerable.Range(1, 60).ToDictionary(static minute => Now.AddMinutes(-minute), static _ => Dollar);
        recent[Now] = Dollar / 2;

        Assert.Equal(now.AddMinutes(7), BurnForecast.Of(Day(settled: 0, amount: 7 * Dollar), recent, TimeSpan.FromMinutes(1), now)!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void EndlessWindow_IsForecastUpToAYear()
    {
        var recent = Enumerable.Range(1, 60).ToDictionary(static minute => Now.AddMinutes(-minute), static _ => 1L);
        var total = Day(settled: 0, amount: 0) with { ResetsAt = null };

        Assert.NotNull(BurnForecast.Of(total with { Limit = total.Limit with { Amount = 500_000 } }, recent, TimeSpan.FromMinutes(1), Now));
        Assert.Null(BurnForecast.Of(total with { Limit = total.Limit with { Amount = 600_000 } }, recent, TimeSpan.FromMinutes(1), Now));
    }

    [Theory]
    [InlineData("tenant", LimitUnit.Usd, 6)]
    [InlineData("teams/t1", LimitUnit.Usd, 6)]
    [InlineData("agents/a1", LimitUnit.Usd, 2)]
    [InlineData("agents/a2", LimitUnit.Usd, 4)]
    [InlineData("agents/a3", LimitUnit.Usd, 0)]
    [InlineData("keys/k2", LimitUnit.Usd, 4)]
    [InlineData("models/m1", LimitUnit.Tokens, 6)]
    [InlineData("agents/a1", LimitUnit.Requests, 1)]
    [InlineData("providers/p1", LimitUnit.Requests, 6)]
    public async Task Rollups_OfTheScopeAndUnit_Count(string scope, LimitUnit unit, long perMinute)
    {
        for (var minute = 1; minute <= 60; minute++)
        {
            await AddAsync(Now.AddMinutes(-minute), RollupLevel.Minute, RollupFamily.Base, null, "a1", "k1", 2);
            await AddAsync(Now.AddMinutes(-minute), RollupLevel.Minute, RollupFamily.Base, null, "a2", "k2", 4);
        }

        // Older than an hour: no matter.
        await AddAsync(Now.AddMinutes(-61), RollupLevel.Minute, RollupFamily.Base, null, "a1", "k1", 1_000_000);
        Assert.Null(QuotaScopes.Parse(scope, out var parsed));
        var state = Day(settled: 0, amount: 600) with { Limit = new Limit("q", parsed.Literal!.Value, unit, LimitWindow.Day, 600, LimitMode.Enforce) };

        var at = await new RecentBurnRate(new RollupReader(_store), _time).ForecastAsync("default", state, CancellationToken.None);

        if (perMinute == 0) Assert.Null(at);
        else Assert.Equal(Now.AddMinutes(600d / perMinute), at!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task RunAndSession_CountByTheHour_AndOnlyTheirOwn()
    {
        foreach (var hour in (int[])[0, 1])
        {
            await AddAsync(Now.AddHours(-hour), RollupLevel.Hour, RollupFamily.Run, "r1", "a1", "k1", hour == 0 ? 0 : 60);
            await AddAsync(Now.AddHours(-hour), RollupLevel.Hour, RollupFamily.Run, "r2", "a1", "k1", 6000);
            await AddAsync(Now.AddHours(-hour), RollupLevel.Hour, RollupFamily.Session, "s", "a1", "k1", hour == 0 ? 0 : 120);
            await AddAsync(Now.AddHours(-hour), RollupLevel.Hour, RollupFamily.Session, "s", "a2", "k2", 6000);
        }

        Assert.Equal(Now.AddMinutes(600), await ForecastAsync(new Limit("q", new LimitScope(LimitScopeKind.Agent, "a1"), LimitUnit.Usd, LimitWindow.Run, 600, LimitMode.Enforce, "r1")), TimeSpan.FromMilliseconds(1));
        Assert.Equal(Now.AddMinutes(600), await ForecastAsync(new Limit("q", new LimitScope(LimitScopeKind.Run, "r1"), LimitUnit.Usd, LimitWindow.Run, 600, LimitMode.Enforce, "r1")), TimeSpan.FromMilliseconds(1));
        Assert.Equal(Now.AddMinutes(300), await ForecastAsync(new Limit("q", new LimitScope(LimitScopeKind.Session, "a1/s"), LimitUnit.Usd, LimitWindow.Total, 600, LimitMode.Enforce)), TimeSpan.FromMilliseconds(1));
    }

    private static LimitState Day(long settled, long amount) =>
        new(new Limit("q", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Day, amount, LimitMode.Enforce), "day:2026-11-26", settled, 0, 0, Now.AddHours(12));

    private static double Left(LimitState state, Dictionary<DateTimeOffset, long> recent) => (BurnForecast.Of(state with { ResetsAt = null }, recent, TimeSpan.FromMinutes(1), Now)!.Value - Now).TotalMilliseconds;

    private async Task<DateTimeOffset> ForecastAsync(Limit limit) =>
        (await new RecentBurnRate(new RollupReader(_store), _time).ForecastAsync("default", new LimitState(limit, "w", 0, 0, 0, null), CancellationToken.None))!.Value;

    private async Task AddAsync(DateTimeOffset at, RollupLevel level, RollupFamily family, string? value, string agent, string key, long amount)
    {
        var totals = new UsageTotals { [UsageMeasure.Cost] = amount, [UsageMeasure.InputTokens] = amount, [UsageMeasure.Requests] = amount / 2, [UsageMeasure.Attempts] = amount };
        var row = new RollupRow(new RollupKey(level, RollupTime.Floor(level, at), family, null, value, new RollupDimensions("t1", null, agent, "m1", "p1", key)), totals);
        await _store.UpsertAsync(RollupDocuments.Partition("default", row.Key.Bucket), new DocumentWrite(RollupDocuments.Id(row.Key, "0"), RollupJson.Write(row)), CancellationToken.None);
    }
}
