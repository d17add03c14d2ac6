using System.Globalization;

namespace AgentFunctions.Benchmarks.Ledger;

/// <summary>What one process did in one measurement; written as a line between processes.</summary>
/// <param name="Pairs">Reservations that were granted and settled.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="P50">Milliseconds from the start of a reservation to the end of its settlement.</param>
/// <param name="P99">The same.</param>
/// <param name="CpuMicroseconds">User and system time of the process a pair.</param>
/// <param name="AllocatedBytes">Managed memory a pair.</param>
internal sealed record LedgerMeasurement(int Pairs, double Seconds, double P50, double P99, double CpuMicroseconds, double AllocatedBytes)
{
    public double PerSecond => Pairs / Seconds;

    public string Format() => string.Join(' ', ((double[])[Pairs, Seconds, P50, P99, CpuMicroseconds, AllocatedBytes]).Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));

    public static LedgerMeasurement Parse(string line)
    {
        var values = Array.ConvertAll(line.Split(' '), static value => double.Parse(value, CultureInfo.InvariantCulture));
        return new LedgerMeasurement((int)values[0], values[1], values[2], values[3], values[4], values[5]);
    }

    /// <summary>Processes that ran side by side: throughput adds up, the slowest tail counts.</summary>
    public static LedgerMeasurement Join(IReadOnlyList<LedgerMeasurement> all)
    {
        var pairs = all.Sum(static one => one.Pairs);
        return new LedgerMeasurement(
            pairs,
            all.Max(static one => one.Seconds),
            all.Average(static one => one.P50),
            all.Max(static one => one.P99),
            all.Sum(static one => one.CpuMicroseconds * one.Pairs) / pairs,
            all.Sum(static one => one.AllocatedBytes * one.Pairs) / pairs);
    }
}
