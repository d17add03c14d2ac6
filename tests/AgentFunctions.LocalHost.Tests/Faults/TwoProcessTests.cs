using System.Diagnostics;
using System.Globalization;
using AgentFunctions.LocalHost.Tests.Limits;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Faults;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>Two real processes on one data folder; one is stopped (SIGSTOP) past its lease or killed in the middle of a run. The other takes over, and nothing is done twice, also when the first goes on.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class TwoProcessTests(ITestOutputHelper output)
{
    private const int Seed = 20261129;
    private static readonly int Stops = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 20 : 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>What the lease leaves out: polls, and a process that is slow on a busy machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Stop_PastTheLease_TheOtherCompletesAndTheFirstDoesNothingTwice()
    {
        await using var lane = await FaultLane.StartAsync();
        var other = await lane.LaunchAsync();
        var random = new Random(Seed);
        var orders = new Dictionary<string, string>();
        for (var stop = 0; stop < Stops; stop++)
        {
            using var patience = new CancellationTokenSource(Patience);
            var order = string.Create(CultureInfo.InvariantCulture, $"ORD-{stop}");
            var run = new OrderRun(lane, order);
            await lane.Host.StopAtAsync(random.Next(5, 60));
            await StartAsync(lane, run, patience.Token);

            // All that is asked goes through the process that is not stopped; it has the work as soon as the lease of the other is over.
            await RunChecks.CheckAsync(lane, other, await run.DriveAsync(other, patience.Token), order);
            var seen = lane.Shop.Total;
            lane.Host.Signal("CONT");
            await lane.Host.CountPointsAsync();
            await TestWait.UntilAsync(async () => (await lane.Host.GetAsync($"/api/runs/{run.Id}")).Status == 200, "the first process goes on");
            await RunChecks.CheckAsync(lane, other, (await lane.Host.GetAsync($"/api/runs/{run.Id}")).Ok().Json, order);
            Assert.Equal(seen, lane.Shop.Total);
            orders.Add(run.Id!, order);
        }

        var (charged, estimated) = await RunChecks.CheckLedgerAsync(lane, orders);
        Print(string.Create(CultureInfo.InvariantCulture, $"[measured] {Stops} stops past the lease: {charged} calls charged, {estimated} of them at their bound"));
    }

    [Fact]
    public async Task Kill_InTheMiddleOfARun_TheOtherTakesOverWithinItsLease()
    {
        await using var lane = await FaultLane.StartAsync();
        using var patience = new CancellationTokenSource(Patience);
        var run = new OrderRun(lane, "ORD-1");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Shop.Hold(CountingShop.Meter, gate.Task);
        await run.StartAsync(lane.Host, patience.Token);
        await TestWait.UntilAsync(() => lane.Shop.Calls(CountingShop.Meter, "ORD-1") == 1, "the run is in the middle of a call", Patience);
        var other = await lane.LaunchAsync();

        await lane.Host.KillAsync();
        var killed = Stopwatch.GetTimestamp();
        await TestWait.UntilAsync(() => lane.Shop.Calls(CountingShop.Meter, "ORD-1") == 2, "the other makes the call again", Patience);
        var took = Stopwatch.GetElapsedTime(killed);
        gate.SetResult();
        await RunChecks.CheckAsync(lane, other, await run.DriveAsync(other, patience.Token), "ORD-1");
        await RunChecks.CheckLedgerAsync(lane, new Dictionary<string, string> { [run.Id!] = "ORD-1" });
        Print(string.Create(CultureInfo.InvariantCulture, $"[measured] a run taken over {took.TotalSeconds:0.0} s after its process was killed, of a lease of {FaultLane.LeaseLife.TotalSeconds:0} s"));
        Assert.InRange(took, TimeSpan.Zero, FaultLane.LeaseLife + Slack);
    }

    /// <summary>The process may be stopped before it can answer.</summary>
    private static async Task StartAsync(FaultLane lane, OrderRun run, CancellationToken cancellationToken)
    {
        var starting = run.StartAsync(lane.Host, cancellationToken);
        await TestWait.UntilAsync(() => lane.Host.IsStopped, "the process is stopped", Patience);
        while (!lane.CanWrite())
        {
            // Stopped while another thread of it wrote: nobody could write before it goes on.
            lane.Host.Signal("CONT");
            lane.Host.Signal("STOP");
        }

        _ = starting.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void Print(string figures)
    {
        output.WriteLine(figures);
        Console.WriteLine(figures);
    }
}
