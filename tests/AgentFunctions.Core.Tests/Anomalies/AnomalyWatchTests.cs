using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Tests.Anomalies;

/// <summary>Spending far beyond the usual is told once an episode, whoever looks and how often.</summary>
public sealed class AnomalyWatchTests
{
    [Fact]
    public async Task Agent_FarBeyondItsUsual_IsToldAtTheFactor_AndOnceMoreWhenCritical()
    {
        await using var world = await AnomalyWorld.StartAsync();
        await world.UsuallyAsync(24, "0.50");
        Assert.Empty(await world.ToldAsync());

        await world.SpendAsync("1.99");
        await world.LookAsync();
        Assert.Empty(await world.ToldAsync());

        await world.SpendAsync("0.01");
        await world.LookAsync();
        var warning = Assert.Single(await world.ToldAsync());
        await world.SpendAsync("2.99");
        await world.LookAsync();
        Assert.Empty(await world.ToldAsync());
        await world.SpendAsync("0.01");
        await world.LookAsync();
        var critical = Assert.Single(await world.ToldAsync());

        Assert.Equal((NotificationSeverity.Warning, "t1", "agents/demo"), (warning.Severity, warning.Team, warning.Subject));
        Assert.Equal("""{"agent":"demo","run":null,"observed":"2.00","expected":"0.50","factor":4,"window":"2026-11-26T10:00:00Z/PT5M"}""", warning.Data!.Value.GetRawText());
        Assert.Equal("agents/demo spent 2.00 USD in the five minutes from 2026-11-26 10:00 UTC, 4 times what is usual: at most 0.50 USD.", warning.Summary);
        Assert.Equal((NotificationSeverity.Critical, "5.00"), (critical.Severity, critical.Data!.Value.GetProperty("observed").GetString()));
    }

    [Fact]
    public async Task Agent_SpendingVariesAlready_IsToldBeyondThat()
    {
        await using var world = await AnomalyWorld.StartAsync();
        for (var i = 0; i < 8; i++)
        {
            foreach (var usd in (string[])["0.50", "1.00", "1.50"])
            {
                await world.SpendAsync(usd);
                await world.NextWindowAsync();
            }
        }

        world.Time.Advance(TimeSpan.FromHours(2));

        // Median 1.00, deviation 0.50: up to 3.2239 is usual.
        await world.SpendAsync("12.80");
        await world.LookAsync();
        Assert.Empty(await world.ToldAsync());
        await world.SpendAsync("0.10");
        await world.LookAsync();
        Assert.Equal("3.2239", Assert.Single(await world.ToldAsync()).Data!.Value.GetProperty("expected").GetString());
    }

    [Fact]
    public async Task Run_FarBeyondAWholeRunsUsual_IsToldThoughItsAgentIsNot()
    {
        await using var world = await AnomalyWorld.StartAsync();
        await world.UsuallyAsync(24, "0.50", "0.50", "0.50", "0.50");

        await world.SpendAsync("2.00", run: "wild");
        await world.LookAsync();

        var told = Assert.Single(await world.ToldAsync());
        Assert.Equal(("runs/wild", "t1"), (told.Subject, told.Team));
        Assert.Equal("""{"agent":"demo","run":"wild","observed":"2.00","expected":"0.50","factor":4,"window":"2026-11-26T10:00:00Z/PT5M"}""", told.Data!.Value.GetRawText());
    }

    [Fact]
    public async Task BelowTheFloor_OrWithTooLittleKnown_NothingIsTold()
    {
        await using var world = await AnomalyWorld.StartAsync();
        await world.UsuallyAsync(24, "0.001");
        await world.SpendAsync("0.999");
        await world.SpendAsync("50", agent: "newcomer");
        await world.LookAsync();
        Assert.Empty(await world.ToldAsync());

        await world.SpendAsync("0.001");
        await world.LookAsync();
        Assert.Equal("agents/demo", Assert.Single(await world.ToldAsync()).Subject);
    }

    [Fact]
    public async Task Episode_ThatGoesOn_IsToldOnce_AndAgainAfterAQuietHour()
    {
        await using var world = await AnomalyWorld.StartAsync();
        await world.UsuallyAsync(30, "0.50");
        for (var i = 0; i < 20; i++)
        {
            await world.SpendAsync("3.00");
            await world.NextWindowAsync();
        }

        Assert.Single(await world.ToldAsync());
        world.Time.Advance(TimeSpan.FromMinutes(56));
        await world.SpendAsync("3.00");
        await world.LookAsync();
        Assert.Single(await world.ToldAsync());
    }

    [Fact]
    public async Task Restarted_InTheMiddle_CountsOn_AndTwoProcessesTellOnce()
    {
        await using var world = await AnomalyWorld.StartAsync();
        await world.UsuallyAsync(24, "0.50");
        await world.SpendAsync("1.50");
        await world.LookAsync();
        Assert.Empty(await world.ToldAsync());

        var second = world.Start();
        await world.SpendAsync("0.50");
        await world.LookAsync(second);
        Assert.Single(await world.ToldAsync());

        // The first has missed what the second saw, and both see the next.
        await world.SpendAsync("1.00");
        await world.LookAsync();
        await world.LookAsync(second);
        await world.LookAsync(world.Start());
        Assert.Empty(await world.ToldAsync());
        await world.SpendAsync("2.00");
        await world.LookAsync();
        Assert.Equal(NotificationSeverity.Critical, Assert.Single(await world.ToldAsync()).Severity);
    }

    [Fact]
    public async Task TheStoreFailsAfterItWrote_TheRepeatTellsNothingMore()
    {
        await using var world = await AnomalyWorld.StartAsync();
        await world.UsuallyAsync(24, "0.50");
        await world.SpendAsync("2.00");
        var (process, failures) = (world.Start(), 0);
        process.Store.AfterBatch = () => failures++ == 0 ? throw new DocumentStoreUnavailableException("doubt") : Task.CompletedTask;

        await world.LookAsync(process);
        Assert.Single(await world.ToldAsync());
        await world.LookAsync(process);

        Assert.Equal(2, failures);
        Assert.Empty(await world.ToldAsync());
    }

    [Fact]
    public async Task LongOver_IsNobodysConcern()
    {
        await using var world = await AnomalyWorld.StartAsync();
        await world.UsuallyAsync(24, "0.50");
        await world.SpendAsync("9.00");
        world.Time.Advance(TimeSpan.FromMinutes(36));

        await world.LookAsync();

        Assert.Empty(await world.ToldAsync());
    }

    [Fact]
    public async Task Disabled_TellsNothing()
    {
        await using var world = await AnomalyWorld.StartAsync(static o => o.Enabled = false);
        await world.UsuallyAsync(24, "0.50");
        await world.SpendAsync("9.00");

        await world.LookAsync();

        Assert.Empty(await world.ToldAsync());
    }
}
