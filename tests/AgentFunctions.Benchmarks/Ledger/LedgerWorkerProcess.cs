using System.Diagnostics;
using System.Globalization;
using AgentFunctions.Benchmarks.Processes;

namespace AgentFunctions.Benchmarks.Ledger;

/// <summary>A <see cref="LedgerWorker"/>, seen from outside.</summary>
internal sealed class LedgerWorkerProcess : IDisposable
{
    private readonly Process _process;

    private LedgerWorkerProcess(Process process) => _process = process;

    public static async Task<LedgerWorkerProcess> StartAsync(string folder)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var process = Process.Start(new ProcessStartInfo(dotnet, [typeof(LedgerWorkerProcess).Assembly.Location, "ledger-worker", folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var worker = new LedgerWorkerProcess(process);
        if (await worker.ReadAsync() == "ready") return worker;
        worker.Dispose();
        throw new InvalidOperationException("The process with the ledger did not become ready.");
    }

    public async Task<LedgerMeasurement> MeasureAsync(LedgerScenario scenario, TimeSpan duration)
    {
        await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{scenario.Limits} {scenario.InFlight} {(int)duration.TotalMilliseconds}"));
        await _process.StandardInput.FlushAsync();
        return LedgerMeasurement.Parse(await ReadAsync());
    }

    public void SetRealTime(bool isOn) => PeerProcess.SetRealTime(_process.Id, isOn);

    public void Dispose()
    {
        if (!_process.HasExited) _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<string> ReadAsync() => await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process with the ledger ended.");
}
