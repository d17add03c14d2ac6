using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using AgentFunctions.LocalHost.Tests.Limits;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;
using SupportTriage;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>
/// The real host killed (SIGKILL) at seeded moments of a triage run, at every phase of it: the run completes after the restart, the shop refunds and notifies once, no approval is lost or asked twice, and the ledger is exact.
/// </summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class TriageKillTests(ITestOutputHelper output)
{
    private const int Seed = 20261127;
    private static readonly int Rounds = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 300 : 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Kill_AnywhereInARun_CompletesItAndDoesEverythingOnce()
    {
        await using var triage = await TriageHost.StartAsync();
        var random = new Random(Seed);
        var window = await MeasureAsync(triage);
        for (var round = 1; round <= Rounds; round++)
        {
            var name = $"round {round.ToString(CultureInfo.InvariantCulture)}";
            var work = RunAsync(triage, name);
            await Task.WhenAny(work, Task.Delay(window * random.NextDouble()));
            await triage.KillAsync();
            await EndAsync(work);
            var (run, approvals) = await RunAsync(triage, name);
            Assert.Equal("succeeded", run.GetProperty("status").GetString());
            Assert.Equal(7, run.GetProperty("stepCount").GetInt32());
            Assert.All(run.GetProperty("steps").EnumerateArray(), static step => Assert.Equal("succeeded", step.GetProperty("status").GetString()));
            Assert.Equal(["used"], approvals);
            Assert.Equal((round + 1, round + 1), (await triage.DoneAsync("refunds.create"), await triage.DoneAsync("notify.send")));
        }

        await CheckLedgerAsync(triage);
    }

    private async Task CheckLedgerAsync(TriageHost triage)
    {
        using var ledger = new StoredLedger(triage.Data);
        await TestWait.UntilAsync(async () => (await ledger.HoldsAsync()).Count == 0, "what the dead processes held has been charged", Patience);
        var usage = await ledger.UsageAsync("support-triage");
        var counter = await ledger.CounterAsync("agents/support-triage", "usd");
        Assert.Equal((usage.Sum(static u => u.Cost), 0, 0), (counter.Settled, counter.Held, counter.Overrun));

        // Each answer that a run went by is charged exactly once.
        Assert.Equal(usage.Count, usage.Select(static u => (u.CallId, u.Attempt)).Distinct().Count());
        var figures = string.Create(CultureInfo.InvariantCulture, $"[measured] {Rounds} kills of triage runs: {usage.Count} calls charged, {usage.Count(static u => u.IsEstimated)} of them at their bound");
        output.WriteLine(figures);
        Console.WriteLine(figures);
    }

    private static async Task<TimeSpan> MeasureAsync(TriageHost triage)
    {
        var started = Stopwatch.GetTimestamp();
        await RunAsync(triage, "round 0");
        return Stopwatch.GetElapsedTime(started) * 1.2;
    }

    /// <summary>Starts a run or finds it, approves what it asks, and waits for its end; its approvals by status.</summary>
    private static async Task<(JsonElement Run, string[] Approvals)> RunAsync(TriageHost triage, string name)
    {
        using var client = new TriageClient(triage.Host.Address, triage.AgentKey, triage.ApproverKey);
        using var patience = new CancellationTokenSource(Patience);
        var runId = await client.StartAsync($"My lamp arrived broken, order ORD-1001. I want my money back ({name}).", name.Replace(' ', '-'), patience.Token);
        var run = await client.WaitAsync(runId, patience.Token);
        while (run.GetProperty("status").GetString() == "waiting")
        {
            // A decision whose answer was lost in a kill is in force all the same: then there is nothing left to decide.
            if (await client.AskedAsync(run, patience.Token) is var asked && asked.GetProperty("status").GetString() == "pending") await client.DecideAsync(asked, approve: true, "ok", patience.Token);
            run = await client.WaitAsync(runId, patience.Token);
        }

        var all = (await triage.Host.ApiAsync(HttpMethod.Get, $"/api/approvals?run={runId}")).Ok().Json.GetProperty("items");
        return (run, [.. all.EnumerateArray().Select(static approval => approval.GetProperty("status").GetString()!)]);
    }

    private static async Task EndAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or OperationCanceledException or IOException)
        {
            // The host is gone, which was the point.
        }
    }
}
