using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AgentFunctions.Benchmarks.Peers;
using AgentFunctions.Benchmarks.Processes;

namespace AgentFunctions.Benchmarks.Reports;

/// <summary>The figures as a table, and their place in docs/benchmarks.md.</summary>
internal static class MarkdownReport
{
    private const string Place = "load";

    /// <summary>A page with a place for the figures and nothing else.</summary>
    public static string EmptyPage => MarkdownPlace.Empty(Place);

    /// <summary>The page with the figures of this run in their place; everything else stays as it was written.</summary>
    /// <exception cref="InvalidOperationException">The page has no place for them.</exception>
    public static string Page(string page, string table, BenchmarkOptions options, CpuPlan cpus) => MarkdownPlace.Fill(page, Place, Figures(table, options, cpus));

    private static string Figures(string table, BenchmarkOptions options, CpuPlan cpus) => $"""


        {table}

        Last run: {options.Rounds} rounds of {options.Seconds} s, {options.Warmup} s of warm-up a peer; {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors,
        {(cpus.Gateway is null ? "nothing pinned" : $"the gateway alone on one ({cpus.Gateway}), load generator and upstream on the others ({cpus.Load})")}{(options.RealTime ? "; measurements at real-time priority" : "")}.

        """;

    public static string Table(IReadOnlyList<PeerFigures> peers)
    {
        var (direct, yarp) = (peers[0], peers[1]);
        var text = new StringBuilder().AppendLine("| | " + string.Join(" | ", peers.Select(static peer => peer.Name)) + " |").AppendLine("|---|" + string.Concat(peers.Select(static _ => "--:|")));
        void Row(string name, Func<PeerFigures, double> value, string format = "N0") =>
            text.AppendLine($"| {name} | {string.Join(" | ", peers.Select(peer => double.IsNaN(value(peer)) ? "–" : value(peer).ToString(format, CultureInfo.InvariantCulture)))} |");
        double Own(PeerFigures peer, double value) => peer == direct ? double.NaN : value;

        Row("whole answers/s", static peer => PeerFigures.Median(peer.PlainPerSecond));
        Row("of YARP's", peer => Own(peer, PeerFigures.MedianOf(peer.PlainPerSecond, yarp.PlainPerSecond, static (own, other) => own / other)), "P0");
        Row("CPU µs an answer", static peer => PeerFigures.Median(peer.PlainCpu));
        Row("streams/s", static peer => PeerFigures.Median(peer.StreamsPerSecond));
        Row("of YARP's", peer => Own(peer, PeerFigures.MedianOf(peer.StreamsPerSecond, yarp.StreamsPerSecond, static (own, other) => own / other)), "P0");
        Row("CPU µs a stream", static peer => PeerFigures.Median(peer.StreamCpu));
        Row("added latency p50, µs", peer => Own(peer, PeerFigures.MedianOf(peer.LatencyP50, direct.LatencyP50, static (own, other) => own - other)));
        Row("added latency p99, µs", peer => Own(peer, PeerFigures.MedianOf(peer.LatencyP99, direct.LatencyP99, static (own, other) => own - other)));
        Row("added first byte p50, µs", peer => Own(peer, PeerFigures.MedianOf(peer.FirstByteP50, direct.FirstByteP50, static (own, other) => own - other)));
        Row("added first byte p99, µs", peer => Own(peer, PeerFigures.MedianOf(peer.FirstByteP99, direct.FirstByteP99, static (own, other) => own - other)));
        Row("memory idle, MB", static peer => peer.IdleMegabytes);
        Row("memory loaded, MB", static peer => peer.LoadedMegabytes);
        Row("ready, ms", static peer => peer.ReadyMilliseconds);
        Row("wrong answers", static peer => peer.Bad);
        return text.ToString().TrimEnd();
    }
}
