namespace AgentFunctions.Benchmarks.Reports;

/// <summary>One peer's figures over all rounds, one entry a round.</summary>
internal sealed class PeerFigures(string name)
{
    public string Name { get; } = name;

    public List<double> PlainPerSecond { get; } = [];

    /// <summary>Microseconds of the peer's own CPU time a whole answer.</summary>
    public List<double> PlainCpu { get; } = [];

    public List<double> StreamsPerSecond { get; } = [];

    /// <summary>Microseconds of the peer's own CPU time a stream.</summary>
    public List<double> StreamCpu { get; } = [];

    public List<double> LatencyP50 { get; } = [];

    public List<double> LatencyP99 { get; } = [];

    public List<double> FirstByteP50 { get; } = [];

    public List<double> FirstByteP99 { get; } = [];

    public double IdleMegabytes { get; set; } = double.NaN;

    public double LoadedMegabytes { get; set; } = double.NaN;

    public double ReadyMilliseconds { get; set; } = double.NaN;

    public int Bad { get; set; }

    public static double Median(IReadOnlyList<double> values)
    {
        if (values.Count == 0) return double.NaN;
        double[] sorted = [.. values.Order()];
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Median of what two peers had in the same round: other work on the machine hits neighbours alike.</summary>
    public static double MedianOf(List<double> values, List<double> others, Func<double, double, double> combine) => Median([.. values.Zip(others, combine)]);
}
