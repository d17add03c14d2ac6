using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;

namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>Notes which runs are given something of whom, so that an erasure of the person finds them.</summary>
internal sealed class MemoryGiven(IDocumentStore store, MemoryFiles files)
{
    /// <summary>Records that are looked through for whom a record goes back to.</summary>
    private const int MostBehind = 64;

    /// <summary>Notes it for every person that the records are of.</summary>
    public async ValueTask NoteAsync(string tenantId, string agent, string runId, IReadOnlyList<MemoryRecord> records, long at, CancellationToken cancellationToken)
    {
        var people = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in records) people.UnionWith(await PeopleOfAsync(tenantId, agent, record, cancellationToken));
        await NoteAsync(tenantId, agent, runId, people, at, cancellationToken);
    }

    /// <summary>Notes that a run is given something of people.</summary>
    public async ValueTask NoteAsync(string tenantId, string agent, string runId, IEnumerable<string> people, long at, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new StoredGiven { Run = runId, At = at }, MemoryStoreJson.Default.StoredGiven);

        // The first stays.
        foreach (var person in people) await store.CreateAsync(MemoryDocuments.Partition(tenantId, agent), new DocumentWrite(MemoryDocuments.GivenId(person, runId), body), cancellationToken);
    }

    /// <summary>Whom it is erased with: who said it, whom it is about, and the same of what it was taken from.</summary>
    private async ValueTask<HashSet<string>> PeopleOfAsync(string tenantId, string agent, MemoryRecord record, CancellationToken cancellationToken)
    {
        var people = new HashSet<string>(MemoryOperations.SubjectsOf(record), StringComparer.Ordinal);
        var met = new HashSet<string>(StringComparer.Ordinal) { record.Id };
        var open = new Queue<MemoryRecord>([record]);
        while (met.Count <= MostBehind && open.TryDequeue(out var next))
        {
            string[] sources = [.. next.Links.Where(link => link.Kind == MemoryLinkKind.DerivedFrom && met.Add(link.TargetId)).Select(static link => link.TargetId)];
            if (sources.Length == 0) continue;
            foreach (var source in await files.ReadAsync(tenantId, agent, sources, cancellationToken))
            {
                people.UnionWith(MemoryOperations.SubjectsOf(source.Record));
                open.Enqueue(source.Record);
            }
        }

        return people;
    }
}
