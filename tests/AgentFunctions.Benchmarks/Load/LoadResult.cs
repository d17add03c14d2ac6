using System.Diagnostics;

namespace AgentFunctions.Benchmarks.Load;

/// <summary>What one measurement saw. Times are in timestamp ticks.</summary>
internal sealed class LoadResult
{
    public List<long> Latencies { get; } = [];

    public List<long> FirstBytes { get; } = [];

    public int Bad { get; set; }

    public TimeSpan Elapsed { get; set; }

    public double PerSecond => Latencies.Count / Elapsed.TotalSeconds;

    public void Add(long sent, in HttpAnswer answer, bool isGood)
    {
        if (!isGood)
        {
            Bad++;
            return;
        }

        Latencies.Add(answer.End - sent);
        FirstBytes.Add(answer.FirstByte - sent);
    }

    public void Merge(LoadResult other)
    {
        Latencies.AddRange(other.Latencies);
        FirstBytes.AddRange(other.FirstBytes);
        Bad += other.Bad;
    }

    /// <summary>Microseconds at a percentile; NaN without samples.</summary>
    public static double Percentile(List<long> samples, double percentile)
    {
        if (samples.Count == 0) return double.NaN;
        samples.Sort();
        var index = Math.Clamp((int)Math.Ceiling(percentile / 100 * samples.Count) - 1, 0, samples.Count - 1);
        return samples[index] * 1e6 / Stopwatch.Frequency;
    }
}
