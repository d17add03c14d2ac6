using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Documents;
using FsCheck.Xunit;
using static AgentFunctions.Core.Tests.Budgets.BudgetWorld;

namespace AgentFunctions.Core.Tests.Budgets;

/// <summary>Each threshold of each limit is told once a window, whoever looks and how often.</summary>
public sealed class ThresholdWatchTests
{
    [Fact]
    public async Task Look_AsUsageGrows_TellsEachThresholdAsItIsCrossed()
    {
        var world = new BudgetWorld(("day", Quota("agents/*", LimitUnit.Usd, LimitWindow.Day, "5.00")));
        var watch = world.Watch();
        var told = new List<(string, NotificationSeverity, string?, long)>();
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await world.CallAsync("0.50"));
            await watch.LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);
            told.AddRange((await world.ToldAsync()).Select(e => (e.Type, e.Severity, e.Team, e.Data!.Value.GetProperty("percent").GetInt64())));
        }

        Assert.Equal(
            [
                ("budget.threshold", NotificationSeverity.Info, "t1", 50L), ("budget.threshold", NotificationSeverity.Warning, "t1", 80L), ("budget.threshold", NotificationSeverity.Critical, "t1", 100L),
            ],
            told);
    }

    [Fact]
    public async Task Event_HoldsWhatAProgramNeeds()
    {
        var world = new BudgetWorld(("day", Quota("agents/*", LimitUnit.Usd, LimitWindow.Day, "5.00")));
        await world.CallAsync("3");

        await world.Watch().LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);

        var told = Assert.Single(await world.ToldAsync());
        Assert.Equal(
            """{"quota":"day","scope":"agents/a1","unit":"usd","window":"day","windowId":"day:2026-11-26","mode":"enforce","amount":"5.00","settled":"3.00","percent":60,"threshold":50,"resetsAt":"2026-11-27T00:00:00Z"}""",
            told.Data!.Value.GetRawText());
        Assert.Equal(("quotas/day", "agents/a1 has used 50 % of the limit day: 3.00 USD of 5.00 USD in the day that ends at 2026-11-27 00:00 UTC."), (told.Subject, told.Summary));
    }

    [Fact]
    public async Task Look_OneCallCrossesAll_TellsAll_AndAnotherProcessNothing()
    {
        var world = new BudgetWorld(("run", Quota("runs/*", LimitUnit.Usd, LimitWindow.Run, "1.00")));
        await world.CallAsync("1", run: "r1");

        await world.Watch().LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);
        await world.Watch().LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);

        Assert.Equal([50, 80, 100], (await world.ToldAsync()).Select(static e => e.Data!.Value.GetProperty("threshold").GetInt32()).Order());
    }

    [Fact]
    public async Task Look_TheNextWindow_OrAnotherAmount_IsANewMatter()
    {
        var world = new BudgetWorld(("q", Quota("tenant", LimitUnit.Requests, LimitWindow.Day, "2")));
        var watch = world.Watch();
        await world.CallAsync("1");
        await watch.LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);
        Assert.Null(Assert.Single(await world.ToldAsync()).Team);

        world.Time.Advance(TimeSpan.FromDays(1));
        await world.CallAsync("1");
        await watch.LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);
        Assert.Equal("day:2026-11-27", Assert.Single(await world.ToldAsync()).Data!.Value.GetProperty("windowId").GetString());

        world.Declare(("q", Quota("tenant", LimitUnit.Requests, LimitWindow.Day, "1")));
        await watch.LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);
        Assert.Equal(3, (await world.ToldAsync()).Count);
    }

    [Fact]
    public async Task Look_MinutesWithinAnHour_TellOnce_AndAWindowLongOverNotAtAll()
    {
        var world = new BudgetWorld(("q", Quota("models/m1", LimitUnit.Tokens, LimitWindow.Minute, "20")));
        var watch = world.Watch();
        for (var minute = 0; minute < 5; minute++)
        {
            await world.CallAsync("1");
            await watch.LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(await world.ToldAsync());
        world.Time.Advance(TimeSpan.FromMinutes(64));
        await world.Watch().LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);
        Assert.Empty(await world.ToldAsync());
    }

    /// <summary>Two processes, any order and repetition of events, batches that fail before or after they were written: what was crossed is told once, and nothing else.</summary>
    [Property(MaxTest = 150)]
    public async Task AnyDelivery_WithFaults_TellsEachThresholdOnce(int seed)
    {
        var random = new Random(seed);
        var world = new BudgetWorld(("agents", Quota("agents/*", LimitUnit.Usd, LimitWindow.Day, "5.00")), ("tenant", Quota("tenant", LimitUnit.Requests, LimitWindow.Month, "20")), ("total", Quota("teams/t1", LimitUnit.Tokens, LimitWindow.Total, "150")));
        var settled = new Dictionary<string, long> { ["a1"] = 0, ["a2"] = 0 };
        var calls = random.Next(1, 16);
        for (var i = 0; i < calls; i++)
        {
            var (agent, dollars) = (random.Next(2) == 0 ? "a1" : "a2", random.Next(1, 4));
            if (await world.CallAsync($"{dollars}", agent) is null) settled[agent] += dollars;
        }

        var admitted = (await world.EventsAsync()).Count;
        var faulty = new FaultyDocumentStore(world.Store)
        {
            Before = () => random.Next(6) == 0 ? throw new DocumentStoreUnavailableException("fault") : Task.CompletedTask,
            AfterBatch = () => random.Next(3) == 0 ? throw new DocumentStoreUnavailableException("doubt") : Task.CompletedTask,
        };
        var watches = new[] { world.Watch(faulty), world.Watch(faulty) };
        var events = (await world.EventsAsync()).SelectMany(e => Enumerable.Repeat(e, random.Next(1, 3))).ToArray();
        random.Shuffle(events);
        foreach (var batch in events.Chunk(random.Next(1, 6)))
        {
            foreach (var watch in random.Next(2) == 0 ? watches : [watches[random.Next(2)]]) await UntilDoneAsync(() => watch.LookAsync(Tenant, batch, CancellationToken.None));
        }

        var expected = settled.SelectMany(static a => Crossed($"agents/{a.Key}", a.Value * 100 / 5)).Concat(Crossed("tenant", admitted * 100 / 20)).Concat(Crossed("teams/t1", admitted * 10 * 100 / 150)).Order(StringComparer.Ordinal);
        Assert.Equal(expected, (await world.ToldAsync()).Select(static e => $"{e.Data!.Value.GetProperty("scope")} {e.Data!.Value.GetProperty("threshold")}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Crossed(string scope, long percent) => new[] { 50, 80, 100 }.Where(threshold => percent >= threshold).Select(threshold => $"{scope} {threshold}");

    private static async Task UntilDoneAsync(Func<ValueTask> work)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            try
            {
                await work();
                return;
            }
            catch (DocumentStoreUnavailableException)
            {
                // Again, as the follower does.
            }
        }

        Assert.Fail("Never done.");
    }
}
