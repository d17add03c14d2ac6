using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Documents;
using static AgentFunctions.Core.Tests.Budgets.BudgetWorld;

namespace AgentFunctions.Core.Tests.Budgets;

/// <summary>Refusals, and what shadow limits would have refused, are told once a window.</summary>
public sealed class LimitNotesTests
{
    [Fact]
    public async Task Exhausted_RefusedAgainAndAgainInTwoProcesses_IsToldOnceAWindow()
    {
        var world = new BudgetWorld(("day", Quota("agents/a1", LimitUnit.Usd, LimitWindow.Day, "1.00")));
        await world.CallAsync("1");
        foreach (var writer in new[] { world.Writer(), world.Writer() })
        {
            Assert.NotNull(await world.CallAsync("1"));
            Assert.NotNull(await world.CallAsync("1"));
            await writer.WriteAsync(CancellationToken.None);
        }

        var told = Assert.Single(await world.ToldAsync());
        Assert.Equal(("budget.exhausted", NotificationSeverity.Critical, "t1", "1.00"), (told.Type, told.Severity, told.Team, told.Data!.Value.GetProperty("settled").GetString()));

        world.Time.Advance(TimeSpan.FromDays(1));
        await world.CallAsync("1");
        await world.CallAsync("1");
        await world.Writer().WriteAsync(CancellationToken.None);
        Assert.Single(await world.ToldAsync());
    }

    [Fact]
    public async Task Refused_ByARateOrForItsSize_IsNotTold()
    {
        var world = new BudgetWorld(("rate", Quota("agents/a1", LimitUnit.Requests, LimitWindow.Minute, "1")), ("size", Quota("agents/a2", LimitUnit.Usd, LimitWindow.Day, "1.00")));
        await world.CallAsync("1");

        Assert.NotNull(await world.CallAsync("1"));
        Assert.NotNull(await world.CallAsync("2", "a2"));
        await world.Writer().WriteAsync(CancellationToken.None);

        Assert.Empty(await world.ToldAsync());
    }

    [Fact]
    public async Task WouldRefuse_IsToldOnceAWindowAndLimit_AndItsThresholdsAreNot()
    {
        var world = new BudgetWorld(("trial", Quota("agents/*", LimitUnit.Usd, LimitWindow.Hour, "1.00", LimitMode.Shadow)), ("places", Quota("tenant", LimitUnit.Concurrent, null, "100", LimitMode.Shadow)));
        for (var i = 0; i < 4; i++) Assert.Null(await world.CallAsync("1"));
        await world.CallAsync("1", "a2");

        await world.Writer().WriteAsync(CancellationToken.None);
        await world.Watch().LookAsync(Tenant, await world.EventsAsync(), CancellationToken.None);

        var told = Assert.Single(await world.ToldAsync());
        Assert.Equal(("budget.would_refuse", NotificationSeverity.Info, "shadow"), (told.Type, told.Severity, told.Data!.Value.GetProperty("mode").GetString()));
    }

    [Fact]
    public async Task Write_StoreOutOfReach_KeepsTheNote()
    {
        var world = new BudgetWorld(("day", Quota("agents/a1", LimitUnit.Usd, LimitWindow.Day, "1.00")));
        await world.CallAsync("1");
        await world.CallAsync("1");
        var store = new FaultyDocumentStore(world.Store) { Fails = true };
        var writer = world.Writer(store);

        await writer.WriteAsync(CancellationToken.None);
        Assert.Empty(await world.ToldAsync());
        store.Fails = false;
        await writer.WriteAsync(CancellationToken.None);

        Assert.Single(await world.ToldAsync());
    }
}
