using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Tests.Activity;

/// <summary>Its first batch is written, and the answer is lost.</summary>
internal sealed class AnswerlessStore(IDocumentStore inner) : IDocumentStore
{
    private bool _isCut;

    public async ValueTask<BatchResult> ExecuteBatchAsync(DocumentPartition partition, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken)
    {
        var result = await inner.ExecuteBatchAsync(partition, operations, cancellationToken);
        if (_isCut) return result;
        _isCut = true;
        throw new DocumentStoreUnavailableException("The answer was lost.");
    }

    public ValueTask<DocumentResult> ReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken) => inner.ReadAsync(partition, id, cancellationToken);

    public ValueTask<DocumentResult> CreateAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken) => inner.CreateAsync(partition, write, cancellationToken);

    public ValueTask<DocumentResult> ReplaceAsync(DocumentPartition partition, DocumentWrite write, string? ifMatch, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(partition, write, ifMatch, cancellationToken);

    public ValueTask<DocumentResult> UpsertAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken) => inner.UpsertAsync(partition, write, cancellationToken);

    public ValueTask<DocumentResult> DeleteAsync(DocumentPartition partition, string id, string? ifMatch, CancellationToken cancellationToken) => inner.DeleteAsync(partition, id, ifMatch, cancellationToken);

    public ValueTask<DocumentResult> PatchAsync(
        DocumentPartition partition, string id, IReadOnlyList<PatchOperation> operations, DocumentFilter? condition, CancellationToken cancellationToken) =>
        inner.PatchAsync(partition, id, operations, condition, cancellationToken);

    public ValueTask<DocumentPage> QueryAsync(DocumentPartition partition, DocumentQuery query, CancellationToken cancellationToken) => inner.QueryAsync(partition, query, cancellationToken);
}
