using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>
/// Reads what changed in a tenant since a snapshot: the change records after it, then the resources they name. Where that is not possible (nothing known, another epoch, a gap) or not worth it (many changes),
/// everything is read.
/// </summary>
internal sealed class TenantSync(IDocumentStore store, ResourceDocuments documents)
{
    private const int MaxChanges = 300;

    public async ValueTask<TenantDelta> ReadAsync(string tenantId, TenantSnapshot? known, StoredVersion version, CancellationToken cancellationToken)
    {
        if (known is not null && known.Epoch == version.Epoch && known.Sequence <= version.Sequence && version.Sequence - known.Sequence <= MaxChanges)
        {
            if (await ReadChangesAsync(tenantId, known.Sequence, version.Sequence, cancellationToken) is { } delta) return delta;
        }

        var all = new List<StoredResource>();
        foreach (var kind in TenantSnapshot.Kinds)
        {
            await foreach (var stored in documents.ListAllAsync(tenantId, kind, null, cancellationToken)) all.Add(stored);
        }

        return new TenantDelta(true, all, []);
    }

    /// <summary>null when a record is missing.</summary>
    private async ValueTask<TenantDelta?> ReadChangesAsync(string tenantId, long known, long current, CancellationToken cancellationToken)
    {
        var changed = new HashSet<(string Kind, string Id)>();
        var query = new DocumentQuery(Limit: MaxChanges + 1, IdPrefix: StoredChange.Prefix, IdAfter: StoredChange.DocumentId(known));
        var expected = known;
        do
        {
            var page = await store.QueryAsync(TenantChanges.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items)
            {
                var change = JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredChange)!;
                if (change.Sequence != ++expected) return null;
                foreach (var entry in change.Entries) changed.Add((entry.Kind, entry.Id));
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null && expected < current);

        // Records beyond the current sequence belong to changes made meanwhile, or to one being written out; they will be read again.
        if (expected < current || changed.Count > 10 * MaxChanges) return null;
        var resources = new List<StoredResource>();
        foreach (var (kind, id) in changed)
        {
            if (!TenantSnapshot.Kinds.Contains(kind)) continue;
            resources.Add(await documents.ReadAsync(tenantId, kind, id, cancellationToken) ?? Gone(kind, id));
        }

        return new TenantDelta(false, resources, [.. changed]);
    }

    private static StoredResource Gone(string kind, string id) => new()
    {
        Kind = kind, Id = id, Seq = 0, Version = 0, Etag = "", CreatedAt = default, UpdatedAt = default, Deleted = true, Wildcard = false, Refs = [],
    };
}
