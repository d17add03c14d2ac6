using System.Diagnostics;
using System.Reflection;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>A running AgentFunctions.StoreWorker.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly string Program =
        typeof(WorkerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "StoreWorker").Value!;

    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public StreamReader Output => _process.StandardOutput;

    public static WorkerProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new WorkerProcess(Process.Start(start)!);
    }

    public async Task ExpectReadyAsync() => Assert.Equal("ready", await ReadLineAsync());

    public async Task<string?> ReadLineAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        return await Output.ReadLineAsync(deadline.Token);
    }

    public void Go()
    {
        _process.StandardInput.WriteLine("go");
        _process.StandardInput.Flush();
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends a signal by name, such as STOP or CONT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
        if (name == "STOP") ProcessState.WaitUntilStill(_process.Id);
    }

    public bool IsDoneWithin(TimeSpan patience) => _process.WaitForExit(patience);

    /// <summary>SIGKILL unless it is done by then.</summary>
    public void KillAfter(TimeSpan patience)
    {
        if (IsDoneWithin(patience))
            return;
        _process.Kill();
        _process.WaitForExit();
    }

    public async Task<int> WaitForExitAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(deadline.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
