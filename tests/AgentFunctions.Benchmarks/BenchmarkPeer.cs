using AgentFunctions.Benchmarks.Load;
using AgentFunctions.Benchmarks.Processes;
using AgentFunctions.Benchmarks.Reports;

namespace AgentFunctions.Benchmarks;

/// <summary>A peer and its figures. <paramref name="Upstream"/> is null for the upstream itself, called directly.</summary>
internal sealed record BenchmarkPeer(string Name, PeerProcess Process, string Key, PeerProcess? Upstream)
{
    public LoadTarget Target { get; } = new(Name, Process.Endpoint, Key);

    public PeerFigures Figures { get; } = new(Name);

    public bool IsDirect => Upstream is null;
}
