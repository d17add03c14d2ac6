using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Statements;
using AgentFunctions.Core.Usage;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Ledger;
using FsCheck.Xunit;
using Microsoft.Extensions.DependencyInjection;
using static AgentFunctions.Core.Tests.Statements.StatementWorld;

namespace AgentFunctions.Core.Tests.Statements;

/// <summary>Months are closed once, when everything of them is there; what comes later is an adjustment.</summary>
public sealed class StatementClosingTests
{
    private static readonly DateTimeOffset November = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset December = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Close_BeforeTheMonthAndItsGraceAreOver_IsRefused()
    {
        var world = new StatementWorld(December.AddMinutes(59));
        Assert.Equal(("statement_not_ready", 409), ((await world.CloseAsync("2026-11")).Error!.Code, (await world.CloseAsync("2026-11")).Error!.Status));
        Assert.Contains("2026-12-01T01:00:00Z", (await world.CloseAsync("2026-11")).Error!.Message, StringComparison.Ordinal);

        world.Time.Advance(TimeSpan.FromMinutes(1));

        var closed = (await world.CloseAsync("2026-11")).Value!;
        Assert.Equal((StatementStatus.Closed, "operator/ops", world.Time.GetUtcNow()), (closed.Status, closed.ClosedBy, closed.ClosedAt));
    }

    [Fact]
    public async Task Close_WhileUsageIsOnItsWay_IsRefused()
    {
        var world = new StatementWorld(December.AddDays(1));
        await world.SettleAsync(Event("req_1", December.AddTicks(-1), 5));
        Assert.Contains("on its way", (await world.CloseAsync("2026-11")).Error!.Message, StringComparison.Ordinal);
        await world.RelayAsync();
        Assert.Contains("on its way", (await world.CloseAsync("2026-11")).Error!.Message, StringComparison.Ordinal);
        await world.ConsumeAsync();

        // Of the next month: no matter.
        await world.SettleAsync(Event("req_2", December, 7));
        Assert.Null((await world.CloseAsync("2026-11")).Error);
        Assert.Equal([5], (await world.GetAsync("2026-11")).Lines.Select(static l => l.Totals[UsageMeasure.Cost]));
    }

    [Fact]
    public async Task Close_WhileACallOfTheMonthIsNotSettled_IsRefused()
    {
        var world = new StatementWorld(December.AddHours(2));
        var subject = Event("req_1", December.AddMinutes(-1), 0).Subject;
        var held = await world.Process.GetRequiredService<ILedger>().ReserveAsync(new ReserveRequest(subject, [], new LedgerAmounts(5, 0, 1, 0), TimeSpan.FromHours(3)), CancellationToken.None);
        Assert.Contains("not settled", (await world.CloseAsync("2026-11")).Error!.Message, StringComparison.Ordinal);

        await world.Process.GetRequiredService<ILedger>().SettleAsync(held.Reservation!, [], CancellationToken.None);

        Assert.Null((await world.CloseAsync("2026-11")).Error);
    }

    [Fact]
    public async Task Close_WhileACallInTheShardOfAProcessIsNotSettledOrTold_IsRefused()
    {
        var world = new StatementWorld(December.AddHours(2));
        using var process = new LedgerProcess(world.Store, world.Time, static options => options.Blocks = true);
        var subject = Event("req_1", December.AddMinutes(-1), 0).Subject;
        var held = await process.Ledger.ReserveAsync(new ReserveRequest(subject, [], new LedgerAmounts(5, 0, 1, 0), TimeSpan.FromHours(3)), CancellationToken.None);
        Assert.Contains("not settled", (await world.CloseAsync("2026-11")).Error!.Message, StringComparison.Ordinal);

        await process.Ledger.SettleAsync(held.Reservation!, [LedgerCaller.Attempt(1, 5)], CancellationToken.None);
        Assert.Contains("on its way", (await world.CloseAsync("2026-11")).Error!.Message, StringComparison.Ordinal);
        await world.RelayAsync();
        await world.ConsumeAsync();

        Assert.Null((await world.CloseAsync("2026-11")).Error);
        Assert.Equal([5], (await world.GetAsync("2026-11")).Lines.Select(static l => l.Totals[UsageMeasure.Cost]));
    }

    [Fact]
    public async Task Close_ByWhoMayWriteInATeamOnly_OrOfNoMonth_IsRefused()
    {
        var world = new StatementWorld(December.AddDays(1));
        Assert.Equal(403, (await world.CloseAsync("2026-11", new Actor(Tenant, Access.Of(PrincipalKind.Operator, [new GrantSpec { Team = "t1" }]), "operator/t"))).Error!.Status);
        Assert.Equal("month", (await world.CloseAsync("november")).Error!.Param);
    }

    [Fact]
    public async Task Correction_AfterClosing_IsAnAdjustmentOfTheFirstOpenMonthAndStaysThere()
    {
        var world = new StatementWorld(December.AddDays(1));
        await world.FoldAsync(Event("req_1", November, 100), Event("req_2", November, 1000));
        await world.CloseAsync("2026-11");
        await world.FoldAsync(Event("req_1", November, 70, revision: 1), Event("req_3", December.AddHours(1), 5), Event("late", November, 9, agent: "a9"));

        Assert.Equal([1100], (await world.GetAsync("2026-11")).Lines.Select(static l => l.Totals[UsageMeasure.Cost]));
        var open = await world.GetAsync("2026-12");
        Assert.Equal([5], open.Lines.Select(static l => l.Totals[UsageMeasure.Cost]));
        Assert.Equal([("2026-11", "a1", -30L, 0L), ("2026-11", "a9", 9, 1)], open.Adjustments.Select(static a => (a.Month!, a.Key.Agent!, a.Totals[UsageMeasure.Cost], a.Totals[UsageMeasure.Requests])));
        Assert.Empty((await world.GetAsync("2027-01")).Adjustments);

        world.Time.Advance(TimeSpan.FromDays(10));
        await world.FoldAsync(Event("req_1", November, 69, revision: 2));
        Assert.Equal(-31, (await world.GetAsync("2026-12")).Adjustments[0].Totals[UsageMeasure.Cost]);
        await world.FoldAsync(Event("req_1", November, 70, revision: 3));
        world.Time.Advance(TimeSpan.FromDays(21));
        await world.CloseAsync("2026-12");
        await world.FoldAsync(Event("req_1", November, 71, revision: 4));

        Assert.Equal([("2026-11", -30L), ("2026-11", 9)], (await world.GetAsync("2026-12")).Adjustments.Select(static a => (a.Month!, a.Totals[UsageMeasure.Cost])));
        Assert.Equal([("2026-11", 1L)], (await world.GetAsync("2027-01")).Adjustments.Select(static a => (a.Month!, a.Totals[UsageMeasure.Cost])));
    }

    [Fact]
    public async Task TimeZoneChanged_AfterClosing_NoCallFallsBetweenMonthsOrIntoTwo()
    {
        var world = new StatementWorld(December.AddDays(1));
        var between = new DateTimeOffset(2026, 11, 30, 20, 0, 0, TimeSpan.Zero);
        await world.FoldAsync(Event("req_1", between, 3), Event("req_2", December.AddHours(3), 40));
        await world.CloseAsync("2026-11");

        world.Declare("Asia/Kolkata");
        var east = await world.GetAsync("2026-12");
        world.Declare("America/New_York");
        var west = await world.GetAsync("2026-12");

        Assert.Equal((December, 40, December, 40), (east.From, east.Lines.Sum(static l => l.Totals[UsageMeasure.Cost]), west.From, west.Lines.Sum(static l => l.Totals[UsageMeasure.Cost])));
        Assert.Equal(("UTC", StatementStatus.Closed), ((await world.GetAsync("2026-11")).TimeZone, (await world.GetAsync("2026-11")).Status));
        Assert.Equal(StatementStatus.Preview, (await world.GetAsync("2026-11", new StatementQuery(TimeZone: "America/New_York"))).Status);
    }

    /// <summary>Two processes close the same month again and again while corrections come in and the store fails at any step: one statement comes of it, and it never changes.</summary>
    [Property(MaxTest = 60)]
    public async Task Close_InTwoProcessesWithFaults_IsOnce(int seed)
    {
        var random = new Random(seed);
        var world = new StatementWorld(December.AddDays(1));
        for (var i = 0; i < 30; i++) await world.FoldAsync(Event($"req_{i}", November, random.Next(1000), agent: $"a{i % 7}"));
        var faulty = new FaultyDocumentStore(world.Store) { Before = () => random.Next(8) == 0 ? throw new DocumentStoreUnavailableException("fault") : Task.CompletedTask };
        var processes = new[] { world.Start(faulty), world.Start(faulty) };
        Statement? first = null;
        for (var tries = 0; tries < 20; tries++)
        {
            await Task.WhenAll(processes.Select(process => TryCloseAsync(world, process)));
            var now = await world.GetAsync("2026-11");
            if (now.Status == StatementStatus.Closed && first is null) first = now;
            if (first is not null) Assert.Equal((first.ClosedAt, Text(first)), (now.ClosedAt, Text(now)));
            await world.FoldAsync(Event($"req_{random.Next(30)}", November, random.Next(1000), agent: "a1", revision: tries + 1));
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.NotNull(first);
        Assert.Equal(world.Plain(November.AddDays(-1), November.AddDays(1)), NotZero(Sums([.. first.Lines, .. (await world.GetAsync("2026-12")).Adjustments])));
    }

    /// <summary>Whatever is corrected and closed in whatever order: closed lines, adjustments and what is open are together the usage, month by month, and what was closed stays.</summary>
    [Property(MaxTest = 80)]
    public async Task AnyHistory_ClosedLinesAndAdjustments_AreTheUsage(int seed)
    {
        var random = new Random(seed);
        var world = new StatementWorld(new DateTimeOffset(2027, 2, 2, 0, 0, 0, TimeSpan.Zero));
        string[] months = ["2026-10", "2026-11", "2026-12", "2027-01"];
        var kept = new Dictionary<string, string>();
        var revisions = new Dictionary<string, int>();
        for (var step = 0; step < 40; step++)
        {
            if (random.Next(5) == 0)
            {
                var month = months[random.Next(months.Length)];
                Assert.Null((await world.CloseAsync(month)).Error);
                kept.TryAdd(month, Text(await world.GetAsync(month)));
            }
            else
            {
                var call = random.Next(12);
                var at = new DateTimeOffset(2026, 10, 5, 0, 0, 0, TimeSpan.Zero).AddMonths(call % 4);
                var revision = revisions[$"req_{call}"] = revisions.GetValueOrDefault($"req_{call}", -1) + 1;
                await world.FoldAsync(Event($"req_{call}", at, random.Next(1000), agent: $"a{call % 3}", revision: revision));
            }

            world.Time.Advance(TimeSpan.FromMinutes(random.Next(100)));
        }

        var statements = new List<Statement>();
        foreach (var month in (string[])[.. months, "2027-02"]) statements.Add(await world.GetAsync(month));
        foreach (var statement in statements.Where(s => kept.ContainsKey(s.Month))) Assert.Equal(kept[statement.Month], Text(statement));
        foreach (var statement in statements)
            Assert.Equal(world.Plain(statement.From, statement.To), NotZero(Sums([.. statement.Lines, .. statements.SelectMany(static s => s.Adjustments).Where(a => a.Month == statement.Month)])));
    }

    private static async Task TryCloseAsync(StatementWorld world, IServiceProvider process)
    {
        try
        {
            await world.CloseAsync("2026-11", process: process);
        }
        catch (DocumentStoreUnavailableException)
        {
            // Again at the next turn.
        }
    }

    private static string Text(Statement statement) => string.Join('\n', statement.Lines.Concat(statement.Adjustments).Select(static l => $"{l.Month} {l.Key} {l.Totals[UsageMeasure.Cost]} {l.Totals.Tokens} {l.Totals[UsageMeasure.Requests]}"));

    private static SortedDictionary<string, (long Cost, long Tokens, long Requests)> NotZero(SortedDictionary<string, (long Cost, long Tokens, long Requests)> sums) =>
        new(sums.Where(static s => s.Value != default).ToDictionary(), StringComparer.Ordinal);
}
