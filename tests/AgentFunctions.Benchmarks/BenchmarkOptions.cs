using System.Globalization;

namespace AgentFunctions.Benchmarks;

/// <summary>What the command line said.</summary>
/// <param name="Rounds">Interleaved rounds; every figure is a median over them.</param>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="Warmup">Seconds of load on each peer before the first round; on one core the runtime takes its time to optimise, 30 s and more when that core has other work too.</param>
/// <param name="Report">Markdown file to write; null writes none.</param>
/// <param name="RealTime">Run measurements (not the warm-up) at real-time priority (needs root and chrt), so that other work on the machine does not make the figures.</param>
internal sealed record BenchmarkOptions(int Rounds, int Seconds, int Warmup, string? Report, bool RealTime)
{
    public const string Usage = """
        Usage: dotnet run -c Release --project tests/AgentFunctions.Benchmarks -- [options]

          --rounds N       interleaved rounds (default 5)
          --seconds N      seconds of one measurement (default 4)
          --warmup N       seconds of load on each peer before the first round (default 30)
          --report FILE    markdown to write (default docs/benchmarks.md; 'none' writes none)
          --quick          one short round, no report
          --realtime       measure at real-time priority (Linux, root): for a machine that does other work as well

          ledger [FOLDER] [options]         reservations and settlements of the ledger; ledger --help
          workflows                         steps of the embedded engine
          agents [FILE]                     steps of agent runs, 1, 100 and 1,000 at once; agents --help
          startup                           start to first answer with 10,000 resources
          micro [BenchmarkDotNet options]   the micro-benchmarks, e.g. micro --filter '*Sse*'
        """;

    /// <summary>null when an argument is unknown.</summary>
    public static BenchmarkOptions? Parse(IReadOnlyList<string> args, string defaultReport)
    {
        var options = new BenchmarkOptions(5, 4, 30, defaultReport, RealTime: false);
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            if (name == "--quick") options = options with { Rounds = 1, Seconds = 2, Warmup = 3, Report = null };
            else if (name == "--realtime") options = options with { RealTime = true };
            else if (++i >= args.Count) return null;
            else if (name == "--report") options = options with { Report = args[i] == "none" ? null : args[i] };
            else if (!int.TryParse(args[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1) return null;
            else if (name == "--rounds") options = options with { Rounds = number };
            else if (name == "--seconds") options = options with { Seconds = number };
            else if (name == "--warmup") options = options with { Warmup = number };
            else return null;
        }

        return options;
    }
}
