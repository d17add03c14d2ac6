using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Benchmarks.Memory;

/// <summary>The embedded engine in a folder of its own, which goes with it.</summary>
internal sealed class MemoryStore : IDisposable
{
    public const string Tenant = "bench";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("memory-bench");
    private readonly SqliteDocumentStore _store;

    public MemoryStore()
    {
        _store = new SqliteDocumentStore(Options.Create(new SqliteStoreOptions { DataDirectory = _folder.FullName }), TimeProvider.System, NullLogger<SqliteDocumentStore>.Instance);
        Candidates = new SqliteMemoryCandidates(_store, TimeProvider.System);
    }

    public SqliteMemoryCandidates Candidates { get; }

    public MemorySearch Search(MemorySearchWeights weights) => new(Candidates, TimeProvider.System, weights);

    public static MemoryRecord Record(string agent, string id, string session, int turn, string speaker, string text, DateTimeOffset at) => new()
    {
        Id = "mem_" + id,
        TenantId = Tenant,
        Agent = agent,
        Kind = MemoryKind.Episodic,
        Text = text,
        Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal),
        Sources = [new MemorySource(MemorySourceKind.Written, "principals/bench", null, null, true)],
        SessionId = session,
        Turn = turn,
        Speaker = speaker,
        OccurredAt = at,
        CreatedAt = at,
    };

    public async Task WriteAsync(string agent, IEnumerable<MemoryRecord> records)
    {
        var partition = new DocumentPartition(DocumentContainer.Memory, Tenant, agent);
        foreach (var chunk in records.Chunk(100))
            await _store.ExecuteBatchAsync(partition, [.. chunk.Select(record => new BatchOperation.Create(new DocumentWrite(record.Id, MemoryRecordJson.ToBytes(record))))], default);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Delete(recursive: true);
    }
}
