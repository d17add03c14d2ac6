using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Secrets;

/// <summary>Secrets in their documents.</summary>
internal sealed class SecretDocuments(IDocumentStore store)
{
    public async ValueTask<StoredSecret?> FindAsync(string tenantId, string name, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(TenantChanges.Partition(tenantId), DocumentId(name), cancellationToken);
        return found.Document is { } document ? Parse(document) : null;
    }

    /// <summary>Secrets with names after <paramref name="after"/>, in order of name.</summary>
    public async IAsyncEnumerable<StoredSecret> ListAsync(string tenantId, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(IdPrefix: StoredSecret.KindName + ":", IdAfter: after is null ? null : DocumentId(after));
        do
        {
            var page = await store.QueryAsync(TenantChanges.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) yield return Parse(document);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    public static BatchOperation Write(StoredSecret secret) =>
        new BatchOperation.Upsert(new DocumentWrite(DocumentId(secret.Id), JsonSerializer.SerializeToUtf8Bytes(secret, SecretJson.Default.StoredSecret)));

    public static BatchOperation Delete(string name) => new BatchOperation.Delete(DocumentId(name));

    private static string DocumentId(string name) => ResourceIds.ToDocumentId(StoredSecret.KindName, name);

    private static StoredSecret Parse(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, SecretJson.Default.StoredSecret) ?? throw new InvalidOperationException("A secret document is null.");
}
