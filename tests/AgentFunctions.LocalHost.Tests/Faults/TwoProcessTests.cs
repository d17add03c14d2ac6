using System.Diagnostics;
using System.Globalization;
using AgentFunctions.LocalHost.Tests.Limits;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>A real process killed in the middle of a call: another takes over within its lease what may be repeated, and asks a person about what may not.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class TwoProcessTests(ITestOutputHelper output)
{
    private const string Order = "ORD-1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>What the lease leaves out: polls, and a process that is slow on a busy machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Kill_InTheMiddleOfARun_TheOtherTakesOverWithinItsLease()
    {
        await using var lane = await FaultLane.StartAsync();
        using var patience = new CancellationTokenSource(Patience);
        var run = new OrderRun(lane, Order);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Shop.Hold(CountingShop.Meter, gate.Task);
        await run.StartAsync(lane.Host, patience.Token);
        await TestWait.UntilAsync(() => lane.Shop.Calls(CountingShop.Meter, Order) == 1, "the run is in the middle of a call", Patience);
        var other = await lane.LaunchAsync();

        await lane.Host.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => lane.Shop.Calls(CountingShop.Meter, Order) == 2, "the other makes the call again", Patience);
        var took = Stopwatch.GetElapsedTime(killed);
        gate.SetResult();
        await RunChecks.CheckAsync(lane, other, await run.DriveAsync(other, patience.Token), Order);
        await RunChecks.CheckLedgerAsync(lane, new Dictionary<string, string> { [run.Id!] = Order });
        var figures = string.Create(CultureInfo.InvariantCulture, $"[measured] a run taken over {took.TotalSeconds:0.0} s after its process was killed, of a lease of {FaultLane.LeaseLife.TotalSeconds:0} s");
        output.WriteLine(figures);
        Console.WriteLine(figures);
        Assert.InRange(took, TimeSpan.Zero, FaultLane.LeaseLife + Slack);
    }

    [Fact]
    public async Task Kill_InTheMiddleOfACallThatMayNotBeRepeated_WaitsForAPersonAlsoAfterAnotherKill()
    {
        await using var lane = await FaultLane.StartAsync();
        using var patience = new CancellationTokenSource(Patience);
        var run = new OrderRun(lane, Order);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Shop.Hold(CountingShop.Charge, gate.Task);
        await run.StartAsync(lane.Host, patience.Token);
        await TestWait.UntilAsync(() => lane.Shop.Calls(CountingShop.Charge, Order) == 1, "the card is being charged", Patience);
        await lane.RestartAsync();
        gate.SetResult();

        var asked = await AskedAsync(lane.Host, run);
        await lane.RestartAsync();
        Assert.Equal(asked, await AskedAsync(lane.Host, run));
        var since = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(since) > FaultLane.LeaseLife * 1.5, "the leases of both dead processes are over", Patience);
        Assert.Equal(asked, await AskedAsync(lane.Host, run));
        Assert.Equal(1, lane.Shop.Calls(CountingShop.Charge, Order));

        await RunChecks.CheckAsync(lane, await run.DriveAsync(lane.Host, patience.Token), Order);
        Assert.Equal(1, run.Outcomes);
        await RunChecks.CheckLedgerAsync(lane, new Dictionary<string, string> { [run.Id!] = Order });
    }

    /// <summary>The one question that the run waits for; what became of a call.</summary>
    private static async Task<string> AskedAsync(LocalHostProcess host, OrderRun run)
    {
        var id = "";
        await TestWait.UntilAsync(
            async () =>
            {
                var view = (await host.GetAsync($"/api/runs/{run.Id}")).Ok().Json;
                var pending = view.GetProperty("pendingApprovals").EnumerateArray().ToList();
                if (view.GetProperty("status").GetString() != "waiting" || pending.Count != 1) return false;
                id = pending[0].GetProperty("id").GetString()!;
                return true;
            },
            "a person is asked",
            Patience);
        var approval = (await host.GetAsync($"/api/approvals/{id}")).Ok().Json;
        Assert.Equal(("outcome", "pending"), (approval.GetProperty("kind").GetString(), approval.GetProperty("status").GetString()));
        return id;
    }
}
