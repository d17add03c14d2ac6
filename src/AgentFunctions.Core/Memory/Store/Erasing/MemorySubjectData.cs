using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Deciding;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Erasing;

/// <summary>Records about a subject and those that it said, with their versions; erased with what was derived from them and the links to them.</summary>
internal sealed class MemorySubjectData(IDocumentStore store, MemoryFiles files, MemoryRemoval removal, IEnumerable<IMemoryCandidates> candidates) : ISubjectData
{
    public string Name => "memory";

    public async IAsyncEnumerable<SubjectItem> ExportAsync(SubjectScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var agent in await files.AgentsAsync(scope, cancellationToken))
        {
            await foreach (var id in IdsAsync(scope, agent, cancellationToken))
            {
                if (await files.FindAsync(scope.TenantId, agent, id, cancellationToken) is not { } kept) continue;
                yield return new SubjectItem("record", agent, JsonOf(kept.Record));
                await foreach (var version in files.ScanAsync(MemoryDocuments.Partition(scope.TenantId, agent), new DocumentQuery(IdPrefix: MemoryDocuments.VersionsOf(id)), cancellationToken))
                    yield return new SubjectItem("version", agent, JsonOf(MemoryRecordJson.Read(version.Body.Span)));
            }
        }
    }

    public async ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken)
    {
        foreach (var agent in await files.AgentsAsync(scope, cancellationToken))
        {
            var partition = MemoryDocuments.Partition(scope.TenantId, agent);
            var prefix = MemoryDocuments.SubjectPrefix(scope.Subject);

            // The erasure is announced by now: who has not committed yet learns of it.
            await files.AdvanceAsync(scope.TenantId, agent, cancellationToken);
            while (true)
            {
                // From the start each time: what was removed is not there any more, and what came since is erased too.
                var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations, IdPrefix: prefix), cancellationToken);
                foreach (var document in page.Items)
                {
                    await removal.RemoveAsync(scope.TenantId, agent, IdOf(document), scope.Subject, tally, cancellationToken);

                    // Its own entry goes with the record; this is for one that led nowhere.
                    await store.DeleteAsync(partition, document.Id, null, cancellationToken);
                }

                if (page.Items.Count == 0 && page.Continuation is null) break;
            }
        }

        foreach (var index in candidates) await index.CompactAsync(cancellationToken);
    }

    private async IAsyncEnumerable<string> IdsAsync(SubjectScope scope, string agent, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var document in files.ScanAsync(MemoryDocuments.Partition(scope.TenantId, agent), new DocumentQuery(IdPrefix: MemoryDocuments.SubjectPrefix(scope.Subject)), cancellationToken))
            yield return IdOf(document);
    }

    private static string IdOf(Document document) => JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredPointer)!.Id;

    private static JsonElement JsonOf(MemoryRecord record)
    {
        using var json = JsonDocument.Parse(MemoryRecordJson.ToReadableBytes(record));
        return json.RootElement.Clone();
    }
}
