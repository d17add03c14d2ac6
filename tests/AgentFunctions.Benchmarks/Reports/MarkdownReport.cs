using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AgentFunctions.Benchmarks.Peers;
using AgentFunctions.Benchmarks.Processes;

namespace AgentFunctions.Benchmarks.Reports;

/// <summary>The figures as the page that docs/benchmarks.md is.</summary>
internal static class MarkdownReport
{
    public static string Page(string table, BenchmarkOptions options, CpuPlan cpus) => $"""
        # Benchmarks

        What the gateway adds to a model call, measured on one machine next to a bare forwarder. Written by the program itself:

        ```
        dotnet run -c Release --project tests/AgentFunctions.Benchmarks
        ```

        {table}

        `direct` is the load generator against the scripted upstream with nothing between. YARP is the forwarder of YARP 2.3.0 alone: no key, no routing by model, no body read. AgentFunctions is
        `AgentFunctions.LocalHost` as a user runs it, in Release: every call is authenticated, its agent's models checked, its alias routed to a deployment and renamed, the provider's credential put in
        place of the caller's, usage read, a request id given.

        Last run: {options.Rounds} rounds of {options.Seconds} s, {options.Warmup} s of warm-up a peer; {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors,
        {(cpus.Gateway is null ? "nothing pinned" : $"the gateway alone on one ({cpus.Gateway}), load generator and upstream on the others ({cpus.Load})")}{(options.RealTime ? "; measurements at real-time priority" : "")}.

        ## Reading it

        - Upstream, YARP and the host are processes of their own. Rounds are interleaved: in each, every peer is measured once, in turning order. A figure is the median over the rounds; a ratio is the median of the
          ratios within rounds. Other work on the machine therefore hits neighbours alike: trust ratios and CPU time before any absolute number.
        - CPU is the peer's own process time over the measurement, divided by its answers.
        - Throughput: 32 connections, keep-alive, closed loop. Streams: {ScriptedAnswers.Chunks} chunks, each written and flushed by itself, no delay (the network joins several into one read). Latency: 200 calls/s, open loop. First byte: 20 streams/s of {ScriptedAnswers.Chunks} chunks {ScriptedAnswers.Pace.TotalMilliseconds} ms apart.
          `added` is the difference to `direct` in the same round.
        - The first half minute of load on a single core is several times dearer in both servers: the runtime optimises later there. Warm-up is not measured.
        - Every answer is checked: status, content, order and number of chunks, one usage chunk, `[DONE]` last. `wrong answers` must be 0.
        - Ready is from the start of the process to the first 200 of its probe (`/health/ready`); idle memory is the resident set then, after set-up; loaded is the largest seen after a measurement.
        - A machine with few processors, a virtual one above all, is noisy: the load generator and the upstream share what the gateway leaves. Absolute requests/s are of that machine only.

        Micro-benchmarks (BenchmarkDotNet): `dotnet run -c Release --project tests/AgentFunctions.Benchmarks -- micro --filter '*'`. All options: `-- --help`.

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
