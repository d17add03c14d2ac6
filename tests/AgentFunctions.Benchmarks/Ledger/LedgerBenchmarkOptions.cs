using System.Globalization;

namespace AgentFunctions.Benchmarks.Ledger;

/// <summary>What the command line said behind <c>ledger</c>.</summary>
/// <param name="Folder">Where the data folders are made; what counts is the disk it is on.</param>
/// <param name="Rounds">Interleaved rounds; every figure is a median over them.</param>
/// <param name="Seconds">Length of one measurement.</param>
/// <param name="Only">Limits and pairs in flight of the one scenario to measure, by one process; null measures all.</param>
/// <param name="RealTime">Run measurements (not the warm-up) at real-time priority (needs root and chrt), so that other work on the machine does not make the figures.</param>
internal sealed record LedgerBenchmarkOptions(string Folder, int Rounds, int Seconds, (int Limits, int InFlight)? Only, bool RealTime)
{
    public const string Usage = """
        Usage: dotnet run -c Release --project tests/AgentFunctions.Benchmarks -- ledger [FOLDER] [options]

          FOLDER             folder on the disk to measure (default the system's temporary folder)
          --rounds N         interleaved rounds (default 5)
          --seconds N        seconds of one measurement (default 4)
          --realtime         measure at real-time priority (Linux, root): for a machine that does other work as well
          --only LIMITS:N    one scenario alone: so many limits, N pairs in flight
        """;

    public static LedgerBenchmarkOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new LedgerBenchmarkOptions(Path.GetTempPath(), 5, 4, null, RealTime: false);
        for (var i = 0; i < args.Count; i++)
        {
            var name = args[i];
            if (!name.StartsWith('-')) options = options with { Folder = name };
            else if (name == "--realtime") options = options with { RealTime = true };
            else if (++i >= args.Count) return null;
            else if (name == "--only" && args[i].Split(':') is [var limits, var inFlight] && Number(limits) is { } l && l <= LedgerCalls.MostLimits && Number(inFlight) is { } f) options = options with { Only = (l, f) };
            else if (Number(args[i]) is not { } number) return null;
            else if (name == "--rounds") options = options with { Rounds = number };
            else if (name == "--seconds") options = options with { Seconds = number };
            else return null;
        }

        return options;
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
