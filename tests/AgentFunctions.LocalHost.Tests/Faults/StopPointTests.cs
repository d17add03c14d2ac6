using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AgentFunctions.LocalHost.Tests.Limits;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Faults;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>
/// Two real processes on one data folder; the one that has the run is stopped (SIGSTOP) at a point of it, past its lease. The other takes over and completes; the first goes on in the middle of whatever it did, and does
/// nothing twice.
/// </summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class StopPointTests(ITestOutputHelper output)
{
    private const int Seed = 20261129;
    private const int Never = 1_000_000;
    private const string NoticedMark = "This process was out for longer than its lease";
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1";
    private static readonly int Stops = IsFull ? 60 : 8;
    private static readonly int Lanes = IsFull ? 3 : 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly ConcurrentBag<int> _struck = [];
    private int _outcomes;

    [Fact]
    public async Task Stop_PastTheLease_TheOtherCompletesAndTheFirstDoesNothingTwice()
    {
        var points = await CountAsync();
        var random = new Random(Seed);
        var plan = new ConcurrentQueue<int>(Enumerable.Range(0, Stops * 3).Select(i => IsFull ? 1 + ((i * points / Stops) % points) : random.Next(1, points + 1)));
        var totals = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(number => RunLaneAsync(number, plan)));
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"[measured] {_struck.Count} stops past the lease at {_struck.Distinct().Count()} of {points} points: {totals.Sum(static t => t.Charged)} calls charged, {totals.Sum(static t => t.Estimated)} of them at their bound, {_outcomes} outcomes asked");
        output.WriteLine(figures);
        Console.WriteLine(figures);
        Assert.InRange(_struck.Count, Stops, int.MaxValue);
    }

    /// <summary>Points between transactions of a run that nothing happens to, in a process that has run one before.</summary>
    private static async Task<int> CountAsync()
    {
        await using var lane = await FaultLane.StartAsync();
        using var patience = new CancellationTokenSource(Patience);
        foreach (var order in (string[])["first", "second"])
        {
            await lane.Host.StopAtAsync(Never);
            await RunChecks.CheckAsync(lane, await new OrderRun(lane, order).DriveAsync(lane.Host, patience.Token), order);
        }

        var points = await lane.Host.CountPointsAsync();
        Assert.InRange(points, 40, 1000);
        return points;
    }

    private async Task<(int Charged, int Estimated)> RunLaneAsync(int number, ConcurrentQueue<int> plan)
    {
        await using var lane = await FaultLane.StartAsync();
        var other = await lane.LaunchAsync();
        var orders = new Dictionary<string, string>();
        while (_struck.Count < Stops && plan.TryDequeue(out var point))
        {
            var order = string.Create(CultureInfo.InvariantCulture, $"ORD-{number}-{orders.Count}");
            var run = new OrderRun(lane, order);
            try
            {
                await StrikeAsync(lane, other, run, point, order);
            }
            catch (Exception exception)
            {
                if (lane.Host.IsStopped) lane.Host.Signal("CONT");
                Assert.Fail($"{order}, stopped at point {point}: {exception}\n--- stopped\n{lane.Host.Output}\n--- other\n{other.Output}");
            }

            orders.Add(run.Id!, order);
            Interlocked.Add(ref _outcomes, run.Outcomes);
        }

        return await RunChecks.CheckLedgerAsync(lane, orders);
    }

    private async Task StrikeAsync(FaultLane lane, LocalHostProcess other, OrderRun run, int point, string order)
    {
        using var patience = new CancellationTokenSource(Patience);
        var noticed = Noticed(lane.Host);
        await lane.Host.StopAtAsync(point);
        var starting = run.StartAsync(lane.Host, patience.Token);
        await TestWait.UntilAsync(() => starting.IsCompleted || lane.Host.IsStopped, "the run has begun, or its process was stopped before", Patience);
        if (lane.Host.IsStopped) lane.FreeStore();

        // All that is asked goes through the other process; it has the work as soon as the lease of the first is over.
        var driving = run.DriveAsync(other, patience.Token);
        await TestWait.UntilAsync(() => driving.IsCompleted || lane.Host.IsStopped, "the run is over, or its process stopped", Patience);
        var stopped = Stopwatch.GetTimestamp();
        if (lane.Host.IsStopped) lane.FreeStore();
        var ended = await driving;
        await RunChecks.CheckAsync(lane, other, ended, order);
        if (lane.Host.IsStopped)
        {
            _struck.Add(point);
            await TestWait.UntilAsync(() => Stopwatch.GetElapsedTime(stopped) > FaultLane.LeaseLife * 1.2, "the lease is over", Patience);
            await GoOnAsync(lane, noticed);
        }
        else
        {
            // A run may have fewer points than the one that was counted.
            await lane.Host.CountPointsAsync();
        }

        Assert.Equal(Json(ended), Json((await lane.Host.GetAsync($"/api/runs/{run.Id}")).Ok().Json));
        await RunChecks.CheckAsync(lane, lane.Host, ended, order);
        await starting;
    }

    /// <summary>The first process goes on, and sends nothing of what was taken over.</summary>
    private static async Task GoOnAsync(FaultLane lane, int noticed)
    {
        var seen = lane.Shop.Total;
        lane.Host.Signal("CONT");
        await lane.Host.CountPointsAsync();
        await TestWait.UntilAsync(() => Noticed(lane.Host) > noticed, "the first process has noticed", Patience);
        Assert.Equal(seen, lane.Shop.Total);
    }

    private static int Noticed(LocalHostProcess host) => host.Output.Split('\n').Count(static line => line.Contains(NoticedMark, StringComparison.Ordinal));

    private static string Json(JsonElement run) => run.GetProperty("steps").GetRawText();
}
