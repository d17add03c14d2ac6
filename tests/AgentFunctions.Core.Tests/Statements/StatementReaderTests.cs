using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Statements;
using AgentFunctions.Core.Usage;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using static AgentFunctions.Core.Tests.Statements.StatementWorld;

namespace AgentFunctions.Core.Tests.Statements;

/// <summary>Open statements: the month's usage, exact to the moment, in any time zone.</summary>
public sealed class StatementReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Zones = ["UTC", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham"];

    [Property(MaxTest = 60)]
    public async Task Lines_InAnyTimeZone_AreThePlainSums(int seed)
    {
        var random = new Random(seed);
        var zone = Zones[random.Next(Zones.Length)];
        var world = new StatementWorld(Now, zone);
        var events = new List<UsageEvent>();
        for (var i = 0; i < 60; i++)
        {
            // Most of them around the ends of the month, to the second.
            var at = random.Next(4) == 0 ? Now.AddMinutes(-random.Next(60 * 24 * 60)) : new DateTimeOffset(2026, random.Next(11, 13), 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(random.Next(-15 * 3600, 15 * 3600));
            events.Add(Event($"req_{i}", at, random.Next(1_000_000), Pick(random, "a1", "a2", null), Pick(random, "t1", "t2", null), Pick(random, "cc", null), Pick(random, "m1", "m2"), provider: Pick(random, "p1", "p2")!));
            if (random.Next(4) == 0) events.Add(events[^1] with { Revision = 1, Usage = Event("x", at, random.Next(1_000_000)).Usage });
        }

        await world.FoldAsync(events);

        var statement = await world.GetAsync("2026-11");
        var (month, found) = (StatementMonth.Parse("2026-11")!.Value, StatementZone.Find(zone)!);
        Assert.Equal((zone, month.BeginIn(found), month.EndIn(found), StatementStatus.Open), (statement.TimeZone, statement.From, statement.To, statement.Status));
        Assert.Equal(world.Plain(statement.From, statement.To), Sums(statement.Lines));
        Assert.Empty(statement.Adjustments);
    }

    [Fact]
    public async Task Edge_OfTheMonth_IsExactToTheSecond()
    {
        var world = new StatementWorld(Now, "Asia/Kolkata");
        var begin = new DateTimeOffset(2026, 10, 31, 18, 30, 0, TimeSpan.Zero);
        await world.FoldAsync(Event("before", begin.AddMilliseconds(-1), 1), Event("first", begin, 10), Event("last", begin.AddDays(30).AddMilliseconds(-1), 100), Event("after", begin.AddDays(30), 1000));

        Assert.Equal([110], (await world.GetAsync("2026-11")).Lines.Select(static l => l.Totals[UsageMeasure.Cost]));
        Assert.Equal([1], (await world.GetAsync("2026-10")).Lines.Select(static l => l.Totals[UsageMeasure.Cost]));
    }

    [Fact]
    public async Task AnotherTimeZone_GivesAPreview()
    {
        var world = new StatementWorld(Now);
        await world.FoldAsync(Event("a", new DateTimeOffset(2026, 10, 31, 20, 0, 0, TimeSpan.Zero), 5));

        var preview = await world.GetAsync("2026-11", new StatementQuery(TimeZone: "Asia/Kolkata"));

        Assert.Equal((StatementStatus.Preview, 1), (preview.Status, preview.Lines.Count));
        Assert.Empty((await world.GetAsync("2026-11")).Lines);
        Assert.Equal(StatementStatus.Open, (await world.GetAsync("2026-11", new StatementQuery(TimeZone: "UTC"))).Status);
    }

    [Fact]
    public async Task Lines_AreThoseOfTheReadersTeams_AndOfWhatIsAskedFor()
    {
        var world = new StatementWorld(Now);
        var at = new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);
        await world.FoldAsync(Event("1", at, 1, team: "t1", costCentre: "c1"), Event("2", at, 2, team: "t2", costCentre: "c1"), Event("3", at, 4, team: null, costCentre: "c2"), Event("4", at, 8, team: "t1", costCentre: "c2"));
        var member = new Actor(Tenant, Access.Of(PrincipalKind.Auditor, [new GrantSpec { Team = "t1" }]), "auditor/m");

        Assert.Equal(15, await CostAsync(world, new StatementQuery()));
        Assert.Equal(9, await CostAsync(world, new StatementQuery(Team: "t1")));
        Assert.Equal(3, await CostAsync(world, new StatementQuery(CostCentre: "c1")));
        Assert.Equal(8, await CostAsync(world, new StatementQuery(Team: "t1", CostCentre: "c2")));
        Assert.Equal(0, await CostAsync(world, new StatementQuery(Team: "nobody")));
        Assert.Equal(9, await CostAsync(world, new StatementQuery(), member));
        Assert.Equal(1, await CostAsync(world, new StatementQuery(CostCentre: "c1"), member));
        var hidden = await world.Process.GetRequiredService<StatementReader>().GetAsync(member, "2026-11", new StatementQuery(Team: "t2"), CancellationToken.None);
        var absent = await world.Process.GetRequiredService<StatementReader>().GetAsync(member, "2026-11", new StatementQuery(Team: "none"), CancellationToken.None);
        Assert.Equal((404, hidden.Error!.Message.Replace("t2", "none", StringComparison.Ordinal)), (hidden.Error.Status, absent.Error!.Message));
    }

    [Theory]
    [InlineData("2026-13", null, "month")]
    [InlineData("2026-11", "Mars/Olympus", "timeZone")]
    [InlineData("2025-10", null, "month")]
    public async Task Asked_Amiss_IsRefusedNamingTheParameter(string month, string? zone, string param)
    {
        var world = new StatementWorld(Now);

        var outcome = await world.Process.GetRequiredService<StatementReader>().GetAsync(Operator, month, new StatementQuery(TimeZone: zone), CancellationToken.None);

        Assert.Equal(param, outcome.Error!.Param);
    }

    private static async Task<long> CostAsync(StatementWorld world, StatementQuery query, Actor? actor = null) => (await world.GetAsync("2026-11", query, actor)).Lines.Sum(static l => l.Totals[UsageMeasure.Cost]);

    private static string? Pick(Random random, params string?[] texts) => texts[random.Next(texts.Length)];
}
