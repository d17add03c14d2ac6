using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Keys;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>Resources in their documents.</summary>
internal sealed class ResourceDocuments(IDocumentStore store) : IResourceLookup
{
    /// <summary>How long a tombstone lets a version count go on.</summary>
    public static readonly TimeSpan TombstoneLife = TimeSpan.FromDays(365);

    private static readonly DocumentFilter Live = DocumentFilter.Equal("deleted", false);

    /// <summary>The resource, or its tombstone, or null.</summary>
    public async ValueTask<StoredResource?> ReadAsync(string tenantId, string kind, string id, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(TenantChanges.Partition(tenantId), ResourceIds.ToDocumentId(kind, id), cancellationToken);
        return found.Document is { } document ? Parse(document) : null;
    }

    /// <summary>The resource, or null.</summary>
    public async ValueTask<StoredResource?> FindAsync(string tenantId, string kind, string id, CancellationToken cancellationToken) =>
        await ReadAsync(tenantId, kind, id, cancellationToken) is { Deleted: false } stored ? stored : null;

    /// <summary>The live resources of a kind with ids after <paramref name="after"/>, in order of id. The few whose document id has another form than their id's own are read first and merged.</summary>
    /// <param name="tenantId">Owner.</param>
    /// <param name="kind">Which kind.</param>
    /// <param name="after">Only ids after this one; null for all.</param>
    /// <param name="pageSize">Documents read at a time.</param>
    /// <param name="filter">Only those; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async IAsyncEnumerable<StoredResource> ListAsync(
        string tenantId, string kind, string? after, int pageSize, DocumentFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var live = filter is null ? Live : DocumentFilter.And(Live, filter);
        var special = new Queue<StoredResource>((await CollectAsync(QueryAsync(tenantId, new DocumentQuery(live, IdPrefix: kind + "."), cancellationToken)))
            .Where(s => IsAfter(s, after)).OrderBy(s => s.Id, StringComparer.Ordinal));
        await foreach (var plain in QueryAsync(tenantId, new DocumentQuery(live, Limit: pageSize, IdPrefix: kind + ":", IdAfter: AfterDocument(kind, after)), cancellationToken))
        {
            if (!IsAfter(plain, after)) continue;
            while (special.TryPeek(out var first) && string.CompareOrdinal(first.Id, plain.Id) < 0) yield return special.Dequeue();
            yield return plain;
        }

        while (special.TryDequeue(out var last)) yield return last;
    }

    /// <summary>All live resources of a kind, in no particular order.</summary>
    public IAsyncEnumerable<StoredResource> ListAllAsync(string tenantId, string kind, DocumentFilter? filter, CancellationToken cancellationToken) =>
        ListAsync(tenantId, kind, null, DocumentLimits.MaxPageSize, filter, cancellationToken);

    /// <summary>Some of the resources of <paramref name="kinds"/> that name <c>kind:id</c>.</summary>
    public async ValueTask<IReadOnlyList<StoredResource>> ReferrersAsync(string tenantId, IReadOnlyList<string> kinds, string kind, string id, int limit, CancellationToken cancellationToken)
    {
        var naming = new DocumentFilter.Contains("refs", $"{kind}:{id}");
        var found = new List<StoredResource>();
        foreach (var referring in kinds)
        {
            await foreach (var stored in ListAllAsync(tenantId, referring, naming, cancellationToken))
            {
                // What names itself is not in its own way.
                if (stored.Kind == kind && stored.Id == id) continue;
                found.Add(stored);
                if (found.Count == limit) return found;
            }
        }

        return found;
    }

    public static BatchOperation Write(StoredResource resource) => new BatchOperation.Upsert(new DocumentWrite(
        ResourceIds.ToDocumentId(resource.Kind, resource.Id),
        JsonSerializer.SerializeToUtf8Bytes(resource, ResourceJson.Default.StoredResource),
        resource.Deleted ? TombstoneLife : null));

    /// <summary>What takes the place of a deleted resource. Its state stays: deleting and creating it again is no way to lift a kill.</summary>
    public static StoredResource Bury(StoredResource resource, long sequence, string by, DateTimeOffset now) => resource with
    {
        Format = StoredResource.CurrentFormat,
        Seq = sequence,
        Version = resource.Version + 1,
        Deleted = true,
        UpdatedAt = now,
        UpdatedBy = by,
        Refs = [],
        Spec = null,
        Secrets = null,
        ManagedBy = null,
    };

    public static ResourceEntry ToEntry(string tenantId, StoredResource stored, DateTimeOffset now) => new(
        tenantId, stored.Kind, stored.Id, stored.Spec ?? throw new InvalidOperationException("A tombstone has no spec."), stored.Etag, stored.Version, stored.CreatedAt, stored.UpdatedAt,
        KeyStatus.Of(stored, now))
    {
        UpdatedBy = stored.UpdatedBy,
        ManagedBy = stored.ManagedBy,
        State = stored.State,
    };

    private async IAsyncEnumerable<StoredResource> QueryAsync(string tenantId, DocumentQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await store.QueryAsync(TenantChanges.Partition(tenantId), query with { Continuation = continuation }, cancellationToken);
            foreach (var document in page.Items) yield return Parse(document);
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    private static async ValueTask<List<StoredResource>> CollectAsync(IAsyncEnumerable<StoredResource> resources)
    {
        var list = new List<StoredResource>();
        await foreach (var resource in resources) list.Add(resource);
        return list;
    }

    private static bool IsAfter(StoredResource stored, string? after) => after is null || string.CompareOrdinal(stored.Id, after) > 0;

    /// <summary>A star comes before every character an id may have, so after <c>gpt-*</c> is after <c>gpt-</c>.</summary>
    private static string? AfterDocument(string kind, string? after)
    {
        if (after is null) return null;
        var id = $"{kind}:{after.TrimEnd('*')}";
        return id.Length <= DocumentLimits.MaxIdLength ? id : id[..DocumentLimits.MaxIdLength];
    }

    private static StoredResource Parse(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredResource) ?? throw new InvalidOperationException("A resource document is null.");
}
