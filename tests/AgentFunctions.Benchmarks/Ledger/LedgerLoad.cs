using System.Diagnostics;
using AgentFunctions.Core.Ledger;

namespace AgentFunctions.Benchmarks.Ledger;

/// <summary>Reserves and settles, so many pairs in flight all the time.</summary>
internal static class LedgerLoad
{
    public static async Task<LedgerMeasurement> RunAsync(ILedger ledger, int limits, int inFlight, TimeSpan duration)
    {
        var calls = new LedgerCalls(limits);
        GC.Collect();
        var (cpu, allocated, started) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        var waits = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => LaneAsync(ledger, calls, started, duration)));
        var (elapsed, cpuUsed, allocatedNow) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes());
        double[] sorted = [.. waits.SelectMany(static wait => wait).Order()];
        return new LedgerMeasurement(
            sorted.Length, elapsed.TotalSeconds, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], cpuUsed.TotalMicroseconds / sorted.Length, (double)(allocatedNow - allocated) / sorted.Length);
    }

    private static async Task<List<double>> LaneAsync(ILedger ledger, LedgerCalls calls, long started, TimeSpan duration)
    {
        await Task.Yield();
        var waits = new List<double>(4096);
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            var at = Stopwatch.GetTimestamp();
            var reserved = await ledger.ReserveAsync(calls.Next(TimeProvider.System.GetUtcNow()), CancellationToken.None);
            var reservation = reserved.Reservation ?? throw new InvalidOperationException($"Refused: {reserved.Refusal}");
            var settled = await ledger.SettleAsync(reservation, [LedgerCalls.Attempt()], CancellationToken.None);
            if (settled.Outcome != SettleOutcome.Settled) throw new InvalidOperationException($"Not settled: {settled.Outcome}");
            waits.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }

        return waits;
    }
}
