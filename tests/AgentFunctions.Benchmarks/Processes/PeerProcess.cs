using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AgentFunctions.Benchmarks.Processes;

/// <summary>A server under test (or the upstream) in a process of its own: its address, its CPU clock, its memory.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private PeerProcess(Process process, IPEndPoint endpoint)
    {
        _process = process;
        Endpoint = endpoint;
    }

    public IPEndPoint Endpoint { get; }

    public string Url => $"http://{Endpoint}";

    /// <summary>From the start of the process to the first good answer of its probe.</summary>
    public TimeSpan Ready { get; private set; }

    /// <summary>User and system time so far. On Linux from <c>/proc/PID/stat</c>.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public double MemoryMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>The largest resident set so far.</summary>
    public double PeakMemoryMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Starts <c>dotnet DLL ARGS</c>, pinned when <paramref name="cpus"/> names processors, and waits until <paramref name="probe"/> answers 200.</summary>
    public static async Task<PeerProcess> StartAsync(string? cpus, string dll, Func<IPEndPoint, string[]> arguments, string probe, IReadOnlyDictionary<string, string>? environment = null)
    {
        var endpoint = FreePort();
        string[] command = [Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", dll, .. arguments(endpoint)];
        if (cpus is not null) command = ["taskset", "-c", cpus, .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;

        var started = Stopwatch.GetTimestamp();
        var peer = new PeerProcess(Process.Start(start)!, endpoint);
        peer.Capture();
        await peer.WaitAsync(probe, started);
        return peer;
    }

    /// <summary>Changes the scheduling of all its threads; false without the right to.</summary>
    public bool SetRealTime(bool isOn) => SetRealTime(_process.Id, isOn);

    public static bool SetRealTime(int processId, bool isOn)
    {
        var id = processId.ToString(CultureInfo.InvariantCulture);
        return isOn ? Tools.Run("chrt", "-a", "-r", "-p", "1", id) : Tools.Run("chrt", "-a", "-o", "-p", "0", id);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static IPEndPoint FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    private void Capture()
    {
        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (_output) _output.AppendLine(line.Data);
        }

        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task WaitAsync(string probe, long started)
    {
        using var client = new HttpClient { BaseAddress = new Uri(Url) };
        while (Stopwatch.GetElapsedTime(started) < StartLimit && !_process.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(probe, UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                {
                    Ready = Stopwatch.GetElapsedTime(started);
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        string output;
        lock (_output) output = _output.ToString();
        Dispose();
        throw new InvalidOperationException($"The process did not become ready.{Environment.NewLine}{output}");
    }
}
