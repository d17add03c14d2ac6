using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;

namespace AgentFunctions.StoreWorker;

/// <summary>
/// Writes batches without end and prints each one that was acknowledged, until it is killed. A batch creates two documents and counts itself, so whoever looks afterwards can tell
/// lost, half and doubled ones.
/// </summary>
internal static class AckWorker
{
    /// <summary>Two lanes on a file with synchronous=FULL, two on one with NORMAL.</summary>
    private static readonly DocumentContainer[] Lanes = [DocumentContainer.Ledger, DocumentContainer.Ledger, DocumentContainer.Audit, DocumentContainer.Audit];

    public static async Task<int> RunAsync(string folder)
    {
        await using var store = WorkerStore.Open(folder);
        Console.WriteLine("ready");
        await Task.WhenAll(Lanes.Select((container, lane) => RunLaneAsync(store, container, lane)));
        return 0;
    }

    private static async Task RunLaneAsync(SqliteDocumentStore store, DocumentContainer container, int lane)
    {
        var partition = new DocumentPartition(container, WorkerStore.Tenant, $"lane-{lane}");
        await store.CreateAsync(partition, WorkerStore.Write("counter", """{"n":0}"""), CancellationToken.None);
        var filler = new string('x', 300);
        for (var k = await CountAsync(store, partition); ; k++)
        {
            var batch = await store.ExecuteBatchAsync(
                partition,
                [
                    new BatchOperation.Create(WorkerStore.Write($"call-{k}", $$"""{"k":{{k}},"filler":"{{filler}}"}""")),
                    new BatchOperation.Patch("counter", [new PatchOperation.Increment("n", 1)], DocumentFilter.Equal("n", k)),
                    new BatchOperation.Create(WorkerStore.Write($"outbox-{k}", $$"""{"k":{{k}}}""")),
                ],
                CancellationToken.None);
            if (!batch.IsOk)
                throw new InvalidOperationException($"Lane {lane}: {string.Join(',', batch.Results.Select(result => result.Status))}");
            Console.WriteLine($"ack {lane} {k}");
        }
    }

    private static async Task<long> CountAsync(SqliteDocumentStore store, DocumentPartition partition)
    {
        var counter = await store.ReadAsync(partition, "counter", CancellationToken.None);
        using var json = JsonDocument.Parse(counter.Document!.Body);
        return json.RootElement.GetProperty("n").GetInt64();
    }
}
