using System.Net.Sockets;
using AgentFunctions.TestKit;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>What was charged stays charged, once, whether the process ended in an orderly way or was killed; a budget goes on where it stood.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class RestartTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_KeepsCountersAndEvents_AndChargesNothingTwice(bool isOrderly)
    {
        await using var hosts = await LimitHosts.StartAsync(1);
        await hosts.ModelAsync("flat", """{"input":"0","output":"0","perRequest":"0.10"}""");
        var caller = await hosts.CallerAsync("flat", """ "unit":"usd","window":"day","amount":"5.00" """, """ "unit":"requests","window":"total","amount":"1000" """);
        await WindowRoom.InDayAsync(Longest);
        var answered = await caller.BurstAsync(30);
        Assert.All(answered, static r => Assert.True(r.IsOk, r.Text));
        var (counters, events) = await SnapshotAsync(hosts, caller);

        if (isOrderly)
        {
            hosts.First.Terminate();
            Assert.Equal(0, await hosts.First.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        }
        else
        {
            await hosts.First.KillAsync();
        }

        await hosts.ReplaceAsync(0);

        Assert.Equal((counters, events), await SnapshotAsync(hosts, caller));
        var results = await caller.BurstAsync(100);
        Assert.Equal(20, results.Count(static r => r.IsOk));
        Assert.Equal((5_000_000_000, 0), (await hosts.Ledger.CounterAsync(caller.Scope, "usd")) is var money ? (money.Settled, money.Held) : default);
        var usage = await hosts.Ledger.UsageAsync(caller.Agent);
        Assert.Equal(answered.Concat(results).Where(static r => r.IsOk).Select(static r => r.CallId).Order(), usage.Select(static u => u.CallId).Order());
        Assert.All(usage, static u => Assert.Equal((1, 100_000_000, 1), (u.Attempt, u.Cost, u.Requests)));
    }

    [Fact]
    public async Task Restart_OrderlyWithCallsInFlight_ChargesWhatTheyCameTo()
    {
        await using var hosts = await LimitHosts.StartAsync(1);
        var upstream = new GatedUpstream(hosts.Upstream);
        await hosts.ModelAsync("half", """{"input":"0","output":"1000"}""");
        var caller = await hosts.CallerAsync("half", """ "unit":"usd","window":"total","amount":"5.00" """);
        var calls = caller.BurstAsync(20);
        await upstream.AwaitAsync(20);
        Assert.Equal(4_000_000_000, (await hosts.Ledger.CounterAsync(caller.Scope, "usd")).Held);

        hosts.First.Terminate();
        await TestWait.UntilAsync(async () => await Record.ExceptionAsync(() => ConnectAsync(hosts.First.Address)) is SocketException, "a stopping process takes no new connections");
        upstream.Open();
        Assert.All(await calls, static r => Assert.True(r.IsOk, r.Text));
        Assert.Equal(0, await hosts.First.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        await hosts.ReplaceAsync(0);

        var counter = await hosts.Ledger.CounterAsync(caller.Scope, "usd");
        Assert.Equal((20 * 3_000_000L, 0, 0), (counter.Settled, counter.Held, counter.Overrun));
        Assert.All(await hosts.Ledger.UsageAsync(caller.Agent), static u => Assert.False(u.IsEstimated));
    }

    private static async Task ConnectAsync(Uri address)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
    }

    private static async Task<(string Counters, string Events)> SnapshotAsync(LimitHosts hosts, LimitedCaller caller) =>
        (string.Join('\n', (await hosts.Ledger.CountersAsync(caller.Scope)).OrderBy(static c => c.Unit).Select(static c => c.ToString())),
            string.Join('\n', (await hosts.Ledger.EventsAsync()).OrderBy(static e => e.Id).Select(static e => e.Text)));
}
