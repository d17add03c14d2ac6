using System.Diagnostics;
using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;

namespace AgentFunctions.StoreWorker;

/// <summary>Counts on one document together with other processes, as fast as it is let, and prints how long its writes waited.</summary>
internal static class CountWorker
{
    private const int Lanes = 4;

    public static async Task<int> RunAsync(string folder, int writes)
    {
        await using var store = WorkerStore.Open(folder);
        Console.WriteLine("ready");
        // All begin together, at the test's word.
        await Console.In.ReadLineAsync();
        var waits = new double[Lanes][];
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async lane => waits[lane] = await RunLaneAsync(store, writes)));
        double[] sorted = [.. waits.SelectMany(wait => wait).Order()];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done {sorted.Length} {sorted[sorted.Length / 2]:0.0} {sorted[sorted.Length * 99 / 100]:0.0} {sorted[^1]:0.0}"));
        return 0;
    }

    private static async Task<double[]> RunLaneAsync(SqliteDocumentStore store, int writes)
    {
        var partition = new DocumentPartition(DocumentContainer.Ledger, WorkerStore.Tenant, "shared");
        var waits = new double[writes];
        for (var i = 0; i < writes; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var result = await store.PatchAsync(
                partition, "counter", [new PatchOperation.Increment("held", 1)], new DocumentFilter.SumAtMost(["held"], 1, DocumentLimits.MaxInteger), CancellationToken.None);
            waits[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (!result.IsOk)
                throw new InvalidOperationException($"Increment: {result.Status}");
        }
        return waits;
    }
}
