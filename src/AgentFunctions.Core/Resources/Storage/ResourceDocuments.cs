using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Keys;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>Resources in their documents.</summary>
internal sealed class ResourceDocuments(IDocumentStore store)
{
    /// <summary>How long a tombstone tells of a deletion. A reader that was away longer loads everything again.</summary>
    public static readonly TimeSpan TombstoneLife = TimeSpan.FromDays(7);

    /// <summary>The resource, or its tombstone, or null.</summary>
    public async ValueTask<StoredResource?> ReadAsync(string tenantId, string kind, string id, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(TenantChanges.Partition(tenantId), ResourceIds.ToDocumentId(kind, id), cancellationToken);
        return found.Document is { } document ? Parse(document) : null;
    }

    /// <summary>The resource, or null.</summary>
    public async ValueTask<StoredResource?> FindAsync(string tenantId, string kind, string id, CancellationToken cancellationToken) =>
        await ReadAsync(tenantId, kind, id, cancellationToken) is { Deleted: false } stored ? stored : null;

    /// <summary>Up to <paramref name="limit"/> resources of a kind with ids after <paramref name="after"/>, in order of id.</summary>
    public async ValueTask<IReadOnlyList<StoredResource>> ListAsync(string tenantId, string kind, string? after, int limit, CancellationToken cancellationToken)
    {
        var filter = DocumentFilter.And(DocumentFilter.Equal("kind", kind), DocumentFilter.Equal("deleted", false));
        if (after is not null) filter = DocumentFilter.And(filter, new DocumentFilter.Compare("id", FilterOperator.Greater, after));
        var page = await store.QueryAsync(TenantChanges.Partition(tenantId), new DocumentQuery(filter, "id", Limit: limit), cancellationToken);
        return [.. page.Items.Select(Parse)];
    }

    /// <summary>Some of the resources that name <c>kind:id</c>.</summary>
    public async ValueTask<IReadOnlyList<StoredResource>> ReferrersAsync(string tenantId, string kind, string id, CancellationToken cancellationToken)
    {
        const int Shown = 20;
        var filter = DocumentFilter.And(new DocumentFilter.Contains("refs", $"{kind}:{id}"), DocumentFilter.Equal("deleted", false));
        var page = await store.QueryAsync(TenantChanges.Partition(tenantId), new DocumentQuery(filter, Limit: Shown), cancellationToken);
        return [.. page.Items.Select(Parse)];
    }

    /// <summary>All that match, page by page.</summary>
    public async IAsyncEnumerable<StoredResource> QueryAllAsync(
        string tenantId, DocumentFilter filter, string? orderBy, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await store.QueryAsync(TenantChanges.Partition(tenantId), new DocumentQuery(filter, orderBy, Continuation: continuation), cancellationToken);
            foreach (var document in page.Items) yield return Parse(document);
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    public static BatchOperation Write(StoredResource resource) => new BatchOperation.Upsert(new DocumentWrite(
        ResourceIds.ToDocumentId(resource.Kind, resource.Id),
        JsonSerializer.SerializeToUtf8Bytes(resource, ResourceJson.Default.StoredResource),
        resource.Deleted ? TombstoneLife : null));

    /// <summary>What takes the place of a deleted resource.</summary>
    public static BatchOperation Bury(StoredResource resource, long sequence, DateTimeOffset now) => Write(resource with
    {
        Seq = sequence,
        Deleted = true,
        UpdatedAt = now,
        Refs = [],
        Spec = null,
        Secrets = null,
    });

    public static ResourceEntry ToEntry(string tenantId, StoredResource stored, DateTimeOffset now) => new(
        tenantId, stored.Kind, stored.Id, stored.Spec ?? throw new InvalidOperationException("A tombstone has no spec."), stored.Etag, stored.Version, stored.CreatedAt, stored.UpdatedAt,
        KeyStatus.Of(stored, now));

    private static StoredResource Parse(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredResource) ?? throw new InvalidOperationException("A resource document is null.");
}
