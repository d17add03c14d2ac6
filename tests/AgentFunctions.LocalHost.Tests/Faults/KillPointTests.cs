using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using AgentFunctions.LocalHost.Tests.Limits;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Faults;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>
/// The real host killed (SIGKILL) at every store write and every call of a scripted agent run: right before a commit, right after it before anybody hears of it, at the beginning and the end of model calls, tool calls and
/// outgoing requests. The points are counted in a run that nothing happens to; then a run is struck at each.
/// </summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class KillPointTests(ITestOutputHelper output)
{
    private const int Seed = 20261128;
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1";
    private static readonly int Kills = IsFull ? 300 : 20;
    private static readonly int Lanes = IsFull ? 4 : 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private readonly ConcurrentBag<int> _struck = [];
    private int _rounds;
    private int _outcomes;

    [Fact]
    public async Task Kill_AtEveryAwaitAndWrite_RunsCompleteAndEverythingIsDoneOnce()
    {
        var points = await CountAsync();
        var random = new Random(Seed);
        var plan = new ConcurrentQueue<int>(Enumerable.Range(0, Kills * 3).Select(i => IsFull ? 1 + (i % points) : random.Next(1, points + 1)));
        var totals = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(number => RunLaneAsync(number, plan)));
        var figures = string.Create(
            CultureInfo.InvariantCulture,
            $"[measured] {_struck.Count} kills at {_struck.Distinct().Count()} of {points} points: {_rounds} runs, {totals.Sum(static t => t.Charged)} calls charged, {totals.Sum(static t => t.Estimated)} of them at their bound, {_outcomes} outcomes asked");
        output.WriteLine(figures);
        Console.WriteLine(figures);
        Assert.InRange(_struck.Count, Kills, int.MaxValue);
        if (IsFull) Assert.True(_outcomes > 0, "no kill fell between the sending of a charge and its record");
    }

    [Fact]
    public async Task Kill_WhileAChargeIsAway_ItIsNotRepeatedAndAPersonSaysWhatBecameOfIt()
    {
        await using var lane = await FaultLane.StartAsync();
        using var patience = new CancellationTokenSource(Patience);
        var run = new OrderRun(lane, "ORD-1");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lane.Shop.Hold(CountingShop.Charge, gate.Task);
        await run.StartAsync(lane.Host, patience.Token);
        await TestWait.UntilAsync(() => lane.Shop.Calls(CountingShop.Charge, "ORD-1") == 1, "the charge is away", Patience);
        await lane.RestartAsync();
        gate.SetResult();

        // The checks hold that it was sent once.
        await RunChecks.CheckAsync(lane, await run.DriveAsync(lane.Host, patience.Token), "ORD-1");
        Assert.Equal(1, run.Outcomes);
        await RunChecks.CheckLedgerAsync(lane, new Dictionary<string, string> { [run.Id!] = "ORD-1" });
    }

    /// <summary>Points of a run that nothing happens to, in a process that has run one before.</summary>
    private static async Task<int> CountAsync()
    {
        await using var lane = await FaultLane.StartAsync();
        using var patience = new CancellationTokenSource(Patience);
        foreach (var order in (string[])["first", "second"])
        {
            await lane.Host.CountPointsAsync();
            await RunChecks.CheckAsync(lane, await new OrderRun(lane, order).DriveAsync(lane.Host, patience.Token), order);
        }

        var points = await lane.Host.CountPointsAsync();
        Assert.InRange(points, 40, 1000);
        return points;
    }

    private async Task<(int Charged, int Estimated)> RunLaneAsync(int number, ConcurrentQueue<int> plan)
    {
        await using var lane = await FaultLane.StartAsync();
        var orders = new Dictionary<string, string>();
        while (_struck.Count < Kills && plan.TryDequeue(out var point))
        {
            var order = string.Create(CultureInfo.InvariantCulture, $"ORD-{number}-{orders.Count}");
            var run = new OrderRun(lane, order);
            await lane.Host.KillAtAsync(point);
            try
            {
                await StrikeAsync(lane, run, point, order);
            }
            catch (Exception exception)
            {
                Assert.Fail($"{order}, killed at point {point}: {exception}\n{lane.Host.Output}");
            }

            orders.Add(run.Id!, order);
            Interlocked.Increment(ref _rounds);
            Interlocked.Add(ref _outcomes, run.Outcomes);
        }

        return await RunChecks.CheckLedgerAsync(lane, orders);
    }

    private async Task StrikeAsync(FaultLane lane, OrderRun run, int point, string order)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await run.DriveAsync(lane.Host, patience.Token);

            // A run may have fewer points than the one that was counted.
            await lane.Host.CountPointsAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException)
        {
            await TestWait.UntilAsync(() => lane.Host.HasExited, $"the process is gone: {exception.Message}");
            _struck.Add(point);
            await lane.RestartAsync();
        }

        await RunChecks.CheckAsync(lane, await run.DriveAsync(lane.Host, patience.Token), order);
    }
}
