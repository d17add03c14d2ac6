using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AgentFunctions.TestKit.Faults;

/// <summary>
/// Counts the points at which a process of the product may be struck, and strikes at the one that a test asks for: right before and right after every commit of the store, at the beginning and the end of every model call,
/// tool call and outgoing request. The process runs as it is shipped; this is loaded beside it by the runtime's startup hook and knows nothing of it but what it says to any tracing tool.
/// </summary>
/// <remarks>Orders come as lines of standard input: <c>kill N</c> and <c>stop N</c> strike at the N-th point from now on (a stop never within a transaction, whose lock it would keep), <c>count</c> says how many there were since the last order.</remarks>
public static class FaultPoints
{
    public const string Answer = "fault-points";
    private const int SigKill = 9;
    private const int SigStop = 19;
    private static readonly string[] Sources = ["AgentFunctions", "System.Net.Http"];
    private static readonly Lock Order = new();
    private static int _passed;
    private static int _strikeAt;
    private static int _signal;

    /// <summary>What a process is started with to be struck.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = typeof(FaultPoints).Assembly.Location };

    internal static void Listen()
    {
        // The runtime keeps listeners.
        _ = new StoreCommitListener();
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = static source => Sources.Contains(source.Name),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = Passed,
            ActivityStopped = Passed,
        });
        new Thread(Obey) { IsBackground = true, Name = "fault points" }.Start();
    }

    internal static void Reached(bool isInTransaction)
    {
        lock (Order)
        {
            if (_signal == SigStop && isInTransaction) return;
            _passed++;
            if (_signal == 0 || _passed != _strikeAt) return;
            _ = Kill(System.Environment.ProcessId, _signal);

            // Past a SIGKILL nobody comes; past a SIGSTOP the process goes on here when it is let.
            _signal = 0;
        }
    }

    /// <summary>What tests ask of the process is none of its work.</summary>
    private static void Passed(Activity activity)
    {
        if (activity.Kind != ActivityKind.Server) Reached(isInTransaction: false);
    }

    private static void Obey()
    {
        while (Console.In.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            lock (Order)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Answer} {line} {_passed}"));
                _passed = 0;
                _signal = words[0] switch { "kill" => SigKill, "stop" => SigStop, _ => 0 };
                _strikeAt = words.Length > 1 ? int.Parse(words[1], CultureInfo.InvariantCulture) : 0;
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
