namespace AgentFunctions.Core.Documents;

/// <summary>
/// The one store contract, shaped after Cosmos DB and kept by both engines through one conformance suite. A write that was acknowledged survives a killed process.
/// Limits (<see cref="DocumentLimits"/>) are checked before anything is written and throw <see cref="DocumentLimitException"/>; a store that cannot be reached throws
/// <see cref="DocumentStoreUnavailableException"/>; every other outcome is a value. Safe for concurrent use from many threads and several processes.
/// </summary>
public interface IDocumentStore
{
    /// <summary>Reads one document. <see cref="DocumentStatus.Ok"/> or <see cref="DocumentStatus.NotFound"/>.</summary>
    ValueTask<DocumentResult> ReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken);

    /// <summary>Creates a document; <see cref="DocumentStatus.Conflict"/> if the id is taken by one that has not expired.</summary>
    ValueTask<DocumentResult> CreateAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken);

    /// <summary>Replaces an existing document, if <paramref name="ifMatch"/> is null or its ETag.</summary>
    ValueTask<DocumentResult> ReplaceAsync(DocumentPartition partition, DocumentWrite write, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Creates or replaces unconditionally.</summary>
    ValueTask<DocumentResult> UpsertAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken);

    /// <summary>Deletes, if <paramref name="ifMatch"/> is null or its ETag.</summary>
    ValueTask<DocumentResult> DeleteAsync(DocumentPartition partition, string id, string? ifMatch, CancellationToken cancellationToken);

    /// <summary>Applies 1 to 10 operations in order, all or none, if <paramref name="condition"/> holds for the document. <see cref="Document.ExpiresAt"/> stays as it was.</summary>
    ValueTask<DocumentResult> PatchAsync(
        DocumentPartition partition, string id, IReadOnlyList<PatchOperation> operations, DocumentFilter? condition, CancellationToken cancellationToken);

    /// <summary>Runs up to 100 operations atomically, in order; later ones see earlier ones.</summary>
    ValueTask<BatchResult> ExecuteBatchAsync(DocumentPartition partition, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken);

    /// <summary>One page of an ordered query.</summary>
    ValueTask<DocumentPage> QueryAsync(DocumentPartition partition, DocumentQuery query, CancellationToken cancellationToken);
}
