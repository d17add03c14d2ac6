using System.Collections.Immutable;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>
/// The store contract in memory, written plainly over JsonNode: a fake for tests and the model that engines are compared with. It shares nothing with them but the validator.
/// </summary>
public sealed class InMemoryDocumentStore(TimeProvider time) : IDocumentStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, string, string?), ImmutableSortedDictionary<string, InMemoryDocument>> _partitions = [];
    private long _lastETag;

    public ValueTask<DocumentResult> ReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken) =>
        OneAsync(partition, new BatchOperation.Read(id), cancellationToken);

    public ValueTask<DocumentResult> CreateAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken) =>
        OneAsync(partition, new BatchOperation.Create(write), cancellationToken);

    public ValueTask<DocumentResult> ReplaceAsync(DocumentPartition partition, DocumentWrite write, string? ifMatch, CancellationToken cancellationToken) =>
        OneAsync(partition, new BatchOperation.Replace(write, ifMatch), cancellationToken);

    public ValueTask<DocumentResult> UpsertAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken) =>
        OneAsync(partition, new BatchOperation.Upsert(write), cancellationToken);

    public ValueTask<DocumentResult> DeleteAsync(DocumentPartition partition, string id, string? ifMatch, CancellationToken cancellationToken) =>
        OneAsync(partition, new BatchOperation.Delete(id, ifMatch), cancellationToken);

    public ValueTask<DocumentResult> PatchAsync(
        DocumentPartition partition, string id, IReadOnlyList<PatchOperation> operations, DocumentFilter? condition, CancellationToken cancellationToken) =>
        OneAsync(partition, new BatchOperation.Patch(id, operations, condition), cancellationToken);

    public ValueTask<BatchResult> ExecuteBatchAsync(DocumentPartition partition, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        DocumentValidator.CheckBatch(operations);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var key = Key(partition);
            var documents = Living(key);
            var results = new DocumentResult[operations.Count];
            for (var i = 0; i < operations.Count; i++)
            {
                var status = Execute(operations[i], ref documents, out var document);
                if (status != DocumentStatus.Ok)
                {
                    Array.Fill(results, new DocumentResult(DocumentStatus.FailedDependency));
                    results[i] = new DocumentResult(status);
                    return ValueTask.FromResult(new BatchResult(false, results));
                }
                results[i] = new DocumentResult(status, document);
            }
            _partitions[key] = documents;
            return ValueTask.FromResult(new BatchResult(true, results));
        }
    }

    public ValueTask<DocumentPage> QueryAsync(DocumentPartition partition, DocumentQuery query, CancellationToken cancellationToken)
    {
        var continuation = DocumentValidator.CheckQuery(partition, query);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            return ValueTask.FromResult(InMemoryQuery.Run(Living(Key(partition)).Values, partition, query, continuation));
    }

    /// <summary>Everything there is, each with where it lies: <c>runs/default/run_1/s:1</c>.</summary>
    public IReadOnlyList<(string Path, byte[] Body)> All()
    {
        lock (_lock)
            return [.. _partitions.SelectMany(pair => Living(pair.Key).Values.Select(document => ($"{pair.Key.Item1}/{pair.Key.Item2}/{pair.Key.Item3}/{document.Id}", document.Body)))];
    }

    private async ValueTask<DocumentResult> OneAsync(DocumentPartition partition, BatchOperation operation, CancellationToken cancellationToken)
    {
        var batch = await ExecuteBatchAsync(partition, [operation], cancellationToken);
        return batch.Results[0];
    }

    private DocumentStatus Execute(BatchOperation operation, ref ImmutableSortedDictionary<string, InMemoryDocument> documents, out Document? after)
    {
        after = null;
        var current = documents.GetValueOrDefault(operation.Id);
        InMemoryDocument? next;
        switch (operation)
        {
            case BatchOperation.Create create:
                if (current is not null)
                    return DocumentStatus.Conflict;
                next = Written(create.Write);
                break;
            case BatchOperation.Upsert upsert:
                next = Written(upsert.Write);
                break;
            case BatchOperation.Replace replace:
                if (Precondition(current, replace.IfMatch) is var replaceable and not DocumentStatus.Ok)
                    return replaceable;
                next = Written(replace.Write);
                break;
            case BatchOperation.Delete delete:
                if (Precondition(current, delete.IfMatch) is var deletable and not DocumentStatus.Ok)
                    return deletable;
                documents = documents.Remove(operation.Id);
                return DocumentStatus.Ok;
            case BatchOperation.Patch patch:
                if (current is null)
                    return DocumentStatus.NotFound;
                if (patch.If is not null && !InMemoryFilter.Holds(patch.If, current.Parse()))
                    return DocumentStatus.PreconditionFailed;
                if (InMemoryPatch.Apply(current.Body, patch.Operations) is not { } body)
                    return DocumentStatus.Unprocessable;
                if (body.Length > DocumentLimits.MaxDocumentBytes)
                    throw new DocumentLimitException($"The patch makes the document {body.Length} bytes; it holds at most {DocumentLimits.MaxDocumentBytes}.");
                next = current with { Body = body, ETag = NextETag() };
                break;
            default:
                next = current;
                if (next is null)
                    return DocumentStatus.NotFound;
                break;
        }
        documents = documents.SetItem(operation.Id, next);
        after = next.ToDocument();
        return DocumentStatus.Ok;
    }

    private static DocumentStatus Precondition(InMemoryDocument? current, string? ifMatch) =>
        current is null ? DocumentStatus.NotFound : ifMatch is null || ifMatch == current.ETag ? DocumentStatus.Ok : DocumentStatus.PreconditionFailed;

    private InMemoryDocument Written(DocumentWrite write) =>
        new(write.Id, write.Body.ToArray(), NextETag(), write.TimeToLive is { } span ? time.GetUtcNow() + span : null);

    private string NextETag() => $"v{++_lastETag}";

    private ImmutableSortedDictionary<string, InMemoryDocument> Living((string, string, string?) key)
    {
        var all = _partitions.GetValueOrDefault(key) ?? ImmutableSortedDictionary.Create<string, InMemoryDocument>(StringComparer.Ordinal);
        var now = time.GetUtcNow();
        return all.RemoveRange(all.Values.Where(document => document.ExpiresAt <= now).Select(document => document.Id));
    }

    private static (string, string, string?) Key(DocumentPartition partition) => (partition.Container.Name, partition.TenantId, partition.Second);
}
