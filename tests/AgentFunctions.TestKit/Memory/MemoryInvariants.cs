using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.TestKit.Memory;

/// <summary>What holds of the documents of an agent's memory after whatever happened: nothing of it is half there.</summary>
public static class MemoryInvariants
{
    private static readonly string[] Pointing = ["n:", "s:", "a:", "l:", "x:", "q:"];

    /// <summary>Everything that is stored of an agent, by id.</summary>
    public static async Task<SortedDictionary<string, string>> DocumentsAsync(IDocumentStore store, string tenantId, string agent)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var query = new DocumentQuery();
        do
        {
            var page = await store.QueryAsync(MemoryDocuments.Partition(tenantId, agent), query, CancellationToken.None);
            foreach (var document in page.Items) found[document.Id] = Encoding.UTF8.GetString(document.Body.Span);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return found;
    }

    public static async Task<IReadOnlyList<MemoryRecord>> RecordsAsync(IDocumentStore store, string tenantId, string agent) =>
        [.. (await DocumentsAsync(store, tenantId, agent)).Where(static d => d.Key.StartsWith(MemoryRecordJson.IdPrefix, StringComparison.Ordinal)).Select(static d => MemoryRecordJson.Read(Encoding.UTF8.GetBytes(d.Value)))];

    /// <summary>Throws where something is half there.</summary>
    public static async Task VerifyAsync(IDocumentStore store, string tenantId, string agent)
    {
        var documents = await DocumentsAsync(store, tenantId, agent);
        var records = documents.Where(static d => d.Key.StartsWith(MemoryRecordJson.IdPrefix, StringComparison.Ordinal)).ToDictionary(static d => d.Key, static d => MemoryRecordJson.Read(Encoding.UTF8.GetBytes(d.Value)), StringComparer.Ordinal);

        // What leads to records is exactly what the records want.
        Assert.Equal(
            records.Values.SelectMany(MemoryOperations.Pointers).Order(StringComparer.Ordinal),
            documents.Keys.Where(static id => Pointing.Any(prefix => id.StartsWith(prefix, StringComparison.Ordinal))).Order(StringComparer.Ordinal));
        foreach (var record in records.Values)
        {
            Assert.Equal((tenantId, agent), (record.TenantId, record.Agent));
            Assert.NotEmpty(record.Sources);
        }

        // Of each record there are the versions before it, none after it, and none of records that are gone.
        foreach (var id in documents.Keys.Where(static id => id.StartsWith("v:", StringComparison.Ordinal)))
        {
            var version = MemoryRecordJson.Read(Encoding.UTF8.GetBytes(documents[id]));
            Assert.True(records.TryGetValue(version.Id, out var now), $"{id} outlived its record.");
            Assert.InRange(version.Version, 1, now!.Version - 1);
        }

        // Nothing contradicts itself at one time.
        var active = records.Values.Where(static r => r.State == MemoryState.Active && MemoryFacts.IsFact(r)).ToList();
        Assert.All(active, one => Assert.DoesNotContain(active, other => MemoryFacts.Disagree(one, other) && !(one.ValidTo <= MemoryFacts.Since(other)) && !(other.ValidTo <= MemoryFacts.Since(one))));
    }
}
