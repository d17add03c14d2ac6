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

    public async ValueTask<IReadOnlyList<StoredSecret>> ListAsync(string tenantId, string? after, int limit, CancellationToken cancellationToken)
    {
        var filter = DocumentFilter.Equal("kind", StoredSecret.KindName);
        if (after is not null) filter = DocumentFilter.And(filter, new DocumentFilter.Compare("id", FilterOperator.Greater, after));
        var page = await store.QueryAsync(TenantChanges.Partition(tenantId), new DocumentQuery(filter, "id", Limit: limit), cancellationToken);
        return [.. page.Items.Select(Parse)];
    }

    public static BatchOperation Write(StoredSecret secret) =>
        new BatchOperation.Upsert(new DocumentWrite(DocumentId(secret.Id), JsonSerializer.SerializeToUtf8Bytes(secret, SecretJson.Default.StoredSecret)));

    public static BatchOperation Delete(string name) => new BatchOperation.Delete(DocumentId(name));

    private static string DocumentId(string name) => ResourceIds.ToDocumentId(StoredSecret.KindName, name);

    private static StoredSecret Parse(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, SecretJson.Default.StoredSecret) ?? throw new InvalidOperationException("A secret document is null.");
}
