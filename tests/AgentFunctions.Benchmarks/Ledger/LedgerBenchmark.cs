using System.Globalization;
using System.Text;
using AgentFunctions.Benchmarks.Reports;

namespace AgentFunctions.Benchmarks.Ledger;

/// <summary>
/// What the ledger costs: the real one on the real SQLite engine with its durable settings, every reservation and every settlement acknowledged after its commit. Processes of their own do the work, so that
/// several can share a data folder.
/// </summary>
internal static class LedgerBenchmark
{
    private const int Together = 3;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(6);

    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (LedgerBenchmarkOptions.Parse(args) is not { } options)
        {
            await Console.Out.WriteLineAsync(LedgerBenchmarkOptions.Usage);
            return args is ["--help"] or ["-h"] ? 0 : 2;
        }

        LedgerScenario[] scenarios = options.Only is { } only
            ? [new(1, only.Limits, only.InFlight)]
            : [new(1, 1, 1), new(1, 3, 1), new(1, 5, 1), new(1, 1, 64), new(1, 3, 64), new(1, 5, 64), new(Together, 3, 1), new(Together, 3, 64)];
        var root = Directory.CreateDirectory(Path.Combine(options.Folder, "agentfunctions-ledger-" + Guid.NewGuid().ToString("N"))).FullName;
        var workers = new Dictionary<int, List<LedgerWorkerProcess>>();
        try
        {
            foreach (var processes in scenarios.Select(static scenario => scenario.Processes).Distinct()) workers[processes] = await StartAsync(Path.Combine(root, processes.ToString(CultureInfo.InvariantCulture)), processes);
            for (var round = 0; round < options.Rounds; round++)
            {
                for (var i = 0; i < scenarios.Length; i++) await MeasureAsync(scenarios[(i + round) % scenarios.Length], workers, TimeSpan.FromSeconds(options.Seconds), options.RealTime);
            }
        }
        finally
        {
            foreach (var worker in workers.Values.SelectMany(static list => list)) worker.Dispose();
            Directory.Delete(root, recursive: true);
        }

        await Console.Out.WriteLineAsync(Environment.NewLine + Table(scenarios));
        return 0;
    }

    private static async Task<List<LedgerWorkerProcess>> StartAsync(string folder, int processes)
    {
        var started = new List<LedgerWorkerProcess>();
        for (var i = 0; i < processes; i++)
        {
            started.Add(await LedgerWorkerProcess.StartAsync(folder));
            await started[i].MeasureAsync(new LedgerScenario(1, LedgerCalls.MostLimits, 64), Warmup);
            await started[i].MeasureAsync(new LedgerScenario(1, LedgerCalls.MostLimits, 1), Warmup / 3);
        }

        return started;
    }

    private static async Task MeasureAsync(LedgerScenario scenario, Dictionary<int, List<LedgerWorkerProcess>> workers, TimeSpan duration, bool isRealTime)
    {
        var processes = workers[scenario.Processes];
        if (isRealTime) processes.ForEach(static process => process.SetRealTime(isOn: true));
        var measured = LedgerMeasurement.Join(await Task.WhenAll(processes.Select(worker => worker.MeasureAsync(scenario, duration))));
        if (isRealTime) processes.ForEach(static process => process.SetRealTime(isOn: false));
        scenario.Measured.Add(measured);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {scenario.Processes} process(es), {scenario.Limits} limits, {scenario.InFlight,2} in flight {measured.PerSecond,8:N0} pairs/s  p50 {measured.P50,7:N2} ms  p99 {measured.P99,7:N2} ms {measured.CpuMicroseconds,6:N0} us CPU {measured.AllocatedBytes,8:N0} B"));
    }

    private static string Table(IReadOnlyList<LedgerScenario> scenarios)
    {
        var text = new StringBuilder("| processes | limits | in flight each | pairs/s | p50 ms | p99 ms | CPU µs a pair | allocated bytes a pair |\n|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var scenario in scenarios)
        {
            double Of(Func<LedgerMeasurement, double> value) => PeerFigures.Median([.. scenario.Measured.Select(value)]);
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {scenario.Processes} | {scenario.Limits} | {scenario.InFlight} | {Of(static one => one.PerSecond):N0} | {Of(static one => one.P50):N2} | {Of(static one => one.P99):N2} | {Of(static one => one.CpuMicroseconds):N0} | {Of(static one => one.AllocatedBytes):N0} |\n");
        }

        return text.ToString();
    }
}
