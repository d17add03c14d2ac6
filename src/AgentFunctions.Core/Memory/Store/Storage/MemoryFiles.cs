using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Subjects;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>Reads and changes the memory of one agent in the store. A change is one batch or none of it.</summary>
internal sealed class MemoryFiles(IDocumentStore store, IOptions<MemoryOptions> options)
{
    private const int AtOnce = 16;

    /// <summary>The number that a change rests on; makes room for an agent's memory where there is none.</summary>
    public async ValueTask<long> HeadAsync(string tenantId, string agent, CancellationToken cancellationToken)
    {
        var partition = MemoryDocuments.Partition(tenantId, agent);
        if ((await store.ReadAsync(partition, MemoryDocuments.HeadId, cancellationToken)).Document is { } document)
            return JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredHead)!.Seq;

        // The directory first: memory that it does not name would outlive its tenant.
        var named = JsonSerializer.SerializeToUtf8Bytes(new StoredMemoryAgent { Agent = agent }, MemoryStoreJson.Default.StoredMemoryAgent);
        await store.UpsertAsync(MemoryDocuments.AgentsPartition(tenantId), new DocumentWrite(MemoryDocuments.AgentId(agent), named), cancellationToken);
        var head = JsonSerializer.SerializeToUtf8Bytes(new StoredHead { Seq = 0 }, MemoryStoreJson.Default.StoredHead);
        await store.CreateAsync(partition, new DocumentWrite(MemoryDocuments.HeadId, head), cancellationToken);
        return 0;
    }

    /// <summary>Whatever is being worked out now is worked out again.</summary>
    public async ValueTask AdvanceAsync(string tenantId, string agent, CancellationToken cancellationToken) =>
        await store.PatchAsync(MemoryDocuments.Partition(tenantId, agent), MemoryDocuments.HeadId, [new PatchOperation.Increment("seq", 1)], null, cancellationToken);

    /// <summary>Does it if nothing else has changed since <paramref name="head"/> was read.</summary>
    public ValueTask<bool> TryCommitAsync(string tenantId, string agent, long head, IEnumerable<BatchOperation> operations, CancellationToken cancellationToken) => TryCommitAsync(
        tenantId,
        agent,
        operations.Prepend(new BatchOperation.Patch(MemoryDocuments.HeadId, [new PatchOperation.Increment("seq", 1)], DocumentFilter.Equal("seq", head))),
        cancellationToken);

    /// <summary>Does it if the records in it are as they were read.</summary>
    public async ValueTask<bool> TryCommitAsync(string tenantId, string agent, IEnumerable<BatchOperation> operations, CancellationToken cancellationToken) =>
        (await store.ExecuteBatchAsync(MemoryDocuments.Partition(tenantId, agent), [.. operations], cancellationToken)).IsOk;

    /// <summary>The operations of a change; versions beyond those that are kept go with it.</summary>
    public async ValueTask<List<BatchOperation>> ChangeAsync(KeptRecord current, MemoryRecord next, CancellationToken cancellationToken)
    {
        var kept = options.Value.VersionsKept;
        List<BatchOperation> operations = [.. MemoryOperations.Change(current, next, kept)];
        foreach (var id in await VersionIdsAsync(current.Record, cancellationToken))
            if (string.CompareOrdinal(id, MemoryDocuments.VersionId(current.Record.Id, Math.Max(0, current.Record.Version - kept + 1))) < 0) operations.Add(new BatchOperation.Delete(id));
        return operations;
    }

    /// <summary>The operations of a removal.</summary>
    public async ValueTask<List<BatchOperation>> DeleteAsync(KeptRecord current, CancellationToken cancellationToken) =>
        [.. MemoryOperations.Delete(current, await VersionIdsAsync(current.Record, cancellationToken))];

    public async ValueTask<KeptRecord?> FindAsync(string tenantId, string agent, string recordId, CancellationToken cancellationToken) =>
        MemoryDocuments.IsRecordId(recordId) && (await store.ReadAsync(MemoryDocuments.Partition(tenantId, agent), recordId, cancellationToken)).Document is { } document ? KeptRecord.Read(document) : null;

    /// <summary>The records of an index, in the order of ids; entries that lead nowhere are passed over.</summary>
    public async ValueTask<List<KeptRecord>> FollowAsync(string tenantId, string agent, string prefix, int limit, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(MemoryDocuments.Partition(tenantId, agent), new DocumentQuery(Limit: limit, IdPrefix: prefix), cancellationToken);
        return await ReadAsync(tenantId, agent, page.Items.Select(static d => JsonSerializer.Deserialize(d.Body.Span, MemoryStoreJson.Default.StoredPointer)!.Id), cancellationToken);
    }

    public async ValueTask<List<KeptRecord>> ReadAsync(string tenantId, string agent, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var records = new List<KeptRecord>();
        foreach (var part in ids.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            var found = await Task.WhenAll(part.Select(id => FindAsync(tenantId, agent, id, cancellationToken).AsTask()));
            records.AddRange(found.OfType<KeptRecord>());
        }

        return records;
    }

    public async IAsyncEnumerable<Document> ScanAsync(DocumentPartition partition, DocumentQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>The agents of a tenant that have memory.</summary>
    public async ValueTask<List<string>> AgentsAsync(string tenantId, CancellationToken cancellationToken)
    {
        var agents = new List<string>();
        await foreach (var document in ScanAsync(MemoryDocuments.AgentsPartition(tenantId), new DocumentQuery(), cancellationToken))
            agents.Add(JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredMemoryAgent)!.Agent);
        return agents;
    }

    /// <summary>The agents whose memory is meant.</summary>
    public async ValueTask<IReadOnlyList<string>> AgentsAsync(SubjectScope scope, CancellationToken cancellationToken) =>
        scope is { Agent: { } only, IsOfOneTeam: true }
            ? [MemoryAgents.KeyOf(only, scope.Team)]
            : [.. (await AgentsAsync(scope.TenantId, cancellationToken)).Where(key => scope.Agent is null || MemoryAgents.IdOf(key) == scope.Agent)];

    private async ValueTask<IReadOnlyList<string>> VersionIdsAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        if (record.Version == 1) return [];
        var page = await store.QueryAsync(MemoryDocuments.Partition(record.TenantId, record.Agent), new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations, IdPrefix: MemoryDocuments.VersionsOf(record.Id)), cancellationToken);
        return [.. page.Items.Select(static d => d.Id)];
    }
}
