using System.Diagnostics;
using System.Globalization;
using AgentFunctions.LocalHost.Tests.Limits;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>Many runs of ten steps at the same time on one host: all complete, and its memory stays bounded.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class ManyRunsTests(ITestOutputHelper output) : IDisposable
{
    private const int Steps = 10;
    private const double MaxCpuMillisecondsOfAStep = 5;
    private const long MaxResidentBytes = 1L << 30;
    private static readonly int Runs = Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 1000 : 100;

    // Five turns: two calls, one, one, one, and the answer.
    private const string Script =
        """```simulate\n{\"across\":true,\"turns\":[{\"calls\":[{\"name\":\"time_now\"},{\"name\":\"time_now\"}]},{\"calls\":[{\"name\":\"time_now\"}]},{\"calls\":[{\"name\":\"time_now\"}]},{\"calls\":[{\"name\":\"time_now\"}]},{\"text\":\"done\"}]}\n```""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_ManyAtOnce_AllCompleteWithBoundedMemory()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Data);
        await host.DeclareAsync("tools", "time.now", """{"type":"builtin"}""");
        await host.DeclareAsync("agents", "many", $$"""{ "models":["sim-small"],"tools":["time.now"],"instructions":"{{Script}}","limits":{"steps":20,"deadline":"01:00:00"} }""");
        await host.DeclareAsync("quotas", "many", """{"scope":"agents/many","unit":"usd","window":"day","amount":"1000.00"}""");
        await RunAsync(host, 1);
        var (started, cpu) = (Stopwatch.GetTimestamp(), CpuOf(host));
        await RunAsync(host, Runs);
        var costOfAStep = (CpuOf(host) - cpu).TotalMilliseconds / (Runs * Steps);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var peak = PeakOf(host);
        var figures = string.Create(CultureInfo.InvariantCulture, $"[measured] {Runs} concurrent runs of {Steps} steps: {seconds:0.0} s, {Runs * Steps / seconds:0} steps/s, {costOfAStep:0.00} ms CPU a step, peak resident memory {peak >> 20} MiB");
        output.WriteLine(figures);
        Console.WriteLine(figures);
        Assert.InRange(peak, 1, MaxResidentBytes);

        // A short run is mostly the runtime's own compiling.
        if (Runs >= 1000) Assert.InRange(costOfAStep, 0, MaxCpuMillisecondsOfAStep);
    }

    private static async Task RunAsync(LocalHostProcess host, int count)
    {
        var before = await CountAsync(host, "succeeded");
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => (await host.ApiAsync(HttpMethod.Post, "/api/agents/many/runs", """{"input":"go"}""")).Ok());
        await TestWait.UntilAsync(async () => await CountAsync(host, "succeeded") == before + count, $"{count} runs succeed", TimeSpan.FromMinutes(10));
        var sample = (await host.GetAsync("/api/runs?agent=many&status=succeeded&limit=20")).Ok().Json.GetProperty("items");
        foreach (var run in sample.EnumerateArray())
            Assert.Equal(Steps, (await host.GetAsync($"/api/runs/{run.GetProperty("id").GetString()}")).Ok().Json.GetProperty("stepCount").GetInt32());
    }

    private static async Task<int> CountAsync(LocalHostProcess host, string status)
    {
        var count = 0;
        for (string? cursor = null; ;)
        {
            var page = (await host.GetAsync($"/api/runs?agent=many&status={status}&limit=500" + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"))).Ok().Json;
            count += page.GetProperty("items").GetArrayLength();
            if (page.GetProperty("nextCursor").GetString() is not { } next) return count;
            cursor = next;
        }
    }

    /// <summary>All the host does for a step: its share of the API that starts and watches the runs, the simulated model, the ledger and the store included.</summary>
    private static TimeSpan CpuOf(LocalHostProcess host)
    {
        using var process = Process.GetProcessById(host.Id);
        return process.TotalProcessorTime;
    }

    private static long PeakOf(LocalHostProcess host)
    {
        using var process = Process.GetProcessById(host.Id);
        return OperatingSystem.IsLinux()
            ? long.Parse(File.ReadLines($"/proc/{host.Id}/status").First(static line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024
            : process.PeakWorkingSet64;
    }
}
