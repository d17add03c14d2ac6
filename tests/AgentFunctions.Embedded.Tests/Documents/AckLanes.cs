using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>What the worker's <c>acks</c> mode writes, looked at afterwards.</summary>
internal static class AckLanes
{
    public const int Count = 4;

    /// <summary>Every acknowledged batch is there, every batch is whole; puts what is there into <paramref name="acknowledged"/>.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="acknowledged">Batches that must be there, by lane.</param>
    /// <param name="inFlight">How many more may be there.</param>
    public static async Task VerifyAsync(string folder, long[] acknowledged, long inFlight)
    {
        await using var store = TestStores.Create(folder);
        for (var lane = 0; lane < Count; lane++)
        {
            var partition = new DocumentPartition(lane < 2 ? DocumentContainer.Ledger : DocumentContainer.Audit, "default", $"lane-{lane}");
            var ids = await WalkIdsAsync(store, partition);
            var counter = await store.ReadAsync(partition, "counter", CancellationToken.None);
            if (counter.Document is null)
            {
                Assert.True(acknowledged[lane] == 0 && ids.Count == 0, "An acknowledged batch is gone");
                continue;
            }
            using var json = JsonDocument.Parse(counter.Document.Body);
            var count = json.RootElement.GetProperty("n").GetInt64();
            Assert.True(count >= acknowledged[lane], $"Lane {lane}: {acknowledged[lane]} batches acknowledged, {count} found");
            Assert.True(count - acknowledged[lane] <= inFlight, $"At most {inFlight} batches may be there without their acknowledgement, not {count - acknowledged[lane]}");
            // The counter tells how many batches there are; each is both of its documents, and there are no others.
            Assert.Equal((2 * count) + 1, ids.Count);
            for (var k = 0L; k < count; k++)
                Assert.True(ids.Contains($"call-{k}") && ids.Contains($"outbox-{k}"), $"Lane {lane}: batch {k} is not whole");
            acknowledged[lane] = count;
        }
    }

    private static async Task<HashSet<string>> WalkIdsAsync(SqliteDocumentStore store, DocumentPartition partition)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var query = new DocumentQuery();
        do
        {
            var page = await store.QueryAsync(partition, query, CancellationToken.None);
            ids.UnionWith(page.Items.Select(document => document.Id));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return ids;
    }
}
