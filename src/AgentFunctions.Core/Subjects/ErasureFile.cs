using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Subjects;

/// <summary>An erasure that goes on, in the store.</summary>
/// <param name="store">Where it lies.</param>
/// <param name="partition">The tenant's.</param>
/// <param name="documentId">Whose erasure it is.</param>
/// <param name="erasureId">Which: another of the same subject is none.</param>
internal sealed class ErasureFile(IDocumentStore store, DocumentPartition partition, string documentId, string erasureId)
{
    /// <summary>null: it is over.</summary>
    public async ValueTask<(StoredErasure Erasure, string ETag)?> FindAsync(CancellationToken cancellationToken) =>
        (await store.ReadAsync(partition, documentId, cancellationToken)).Document is { } document && Read(document) is var erasure && erasure.Id == erasureId ? (erasure, document.ETag) : null;

    public async ValueTask<bool> TryWriteAsync(StoredErasure erasure, string etag, CancellationToken cancellationToken) =>
        (await store.ReplaceAsync(partition, new DocumentWrite(documentId, Bytes(erasure)), etag, cancellationToken)).IsOk;

    public static StoredErasure Read(Document document) => JsonSerializer.Deserialize(document.Body.Span, SubjectJson.Default.StoredErasure)!;

    public static byte[] Bytes(StoredErasure erasure) => JsonSerializer.SerializeToUtf8Bytes(erasure, SubjectJson.Default.StoredErasure);
}
