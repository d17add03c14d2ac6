using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace AgentFunctions.TestKit.Processes;

/// <summary>The real local host as a process of its own, on a free loopback port.</summary>
public sealed class LocalHostProcess : IAsyncDisposable
{
    private const string ListeningMark = "  listening   ";
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _client;

    private LocalHostProcess(Process process) => _process = process;

    public const string AdminKey = "test-admin-key-0123456789";

    public int Id => _process.Id;

    public Uri Address => _listening.Task.Result;

    /// <summary>A client with the address as base and no credentials.</summary>
    public HttpClient Client => _client ??= new HttpClient { BaseAddress = Address };

    /// <summary>Everything printed so far, both streams.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<LocalHostProcess> StartAsync(string dataFolder, IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var host = Launch(["--urls", "http://127.0.0.1:0", "--data", dataFolder, .. arguments ?? []], environment);
        await host._listening.Task.WaitAsync(StartDeadline);
        return host;
    }

    /// <summary>Starts it with exactly these arguments and does not wait.</summary>
    public static LocalHostProcess Launch(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add(RepositoryFolder.Assembly("src", "AgentFunctions.LocalHost"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["AGENTFUNCTIONS_ADMIN_KEY"] = AdminKey;
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;

        var host = new LocalHostProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        host._process.OutputDataReceived += (_, line) => host.Take(line.Data);
        host._process.ErrorDataReceived += (_, line) => host.Take(line.Data);
        host._process.Exited += (_, _) => host._listening.TrySetException(new InvalidOperationException($"The host ended before it listened:\n{host.Output}"));
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Asks it to stop (SIGTERM).</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Ends it this instant, as the kernel does when memory runs out (SIGKILL), and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Whether it is over, by itself or not.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Whether it is stopped (SIGSTOP); Linux.</summary>
    public bool IsStopped => File.ReadLines($"/proc/{_process.Id}/status").Any(static line => line.StartsWith("State:", StringComparison.Ordinal) && line.Contains("(stopped)", StringComparison.Ordinal));

    /// <summary>Writes a line to its standard input.</summary>
    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Sends a signal by name, such as KILL, STOP or CONT.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        if (name == "STOP") ProcessState.WaitUntilStill(_process.Id);
    }

    /// <summary>Waits for its end and answers the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan deadline)
    {
        using var limit = new CancellationTokenSource(deadline);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _ = _listening.Task.Exception;
    }

    private void Take(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (line.StartsWith(ListeningMark, StringComparison.Ordinal)) _listening.TrySetResult(new Uri(line[ListeningMark.Length..].Split(',')[0].Trim()));
    }
}
