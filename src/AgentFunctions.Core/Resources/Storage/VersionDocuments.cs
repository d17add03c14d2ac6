using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>Version documents: reading them, and settling what a large change left undone.</summary>
internal sealed class VersionDocuments(IDocumentStore store, TimeProvider time, StagedChange staged)
{
    /// <summary>Holds while nothing was changed since <paramref name="sequence"/> and no large change is under way.</summary>
    public static DocumentFilter Unchanged(long sequence) => DocumentFilter.And(
        DocumentFilter.Equal("sequence", sequence), new DocumentFilter.Negated(new DocumentFilter.OneOf("phase", [StoredVersion.Staging, StoredVersion.Committed, StoredVersion.Deleted])));

    /// <summary>The version document as it is; null for a tenant that does not exist.</summary>
    public async ValueTask<StoredVersion?> ReadAsync(string tenantId, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(TenantChanges.Partition(tenantId), StoredVersion.DocumentId, cancellationToken);
        if (found.Document is not { } document) return null;
        var version = JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredVersion)!;
        return version.Phase == StoredVersion.Deleted ? null : version;
    }

    /// <summary>The same, once every decided change is written out: what is read next is whole.</summary>
    public async ValueTask<StoredVersion?> SettleAsync(string tenantId, CancellationToken cancellationToken)
    {
        while (await ReadAsync(tenantId, cancellationToken) is { } version)
        {
            if (version.Phase != StoredVersion.Committed) return version;
            await staged.WriteOutAsync(TenantChanges.Partition(tenantId), version, cancellationToken);
        }

        return null;
    }

    /// <summary>Creates the document if there is none, or brings a deleted tenant back. true when the tenant is new.</summary>
    public async ValueTask<bool> EnsureAsync(string tenantId, CancellationToken cancellationToken)
    {
        var version = new StoredVersion { Sequence = 0, CreatedAt = time.GetUtcNow(), Phase = StoredVersion.Idle, Epoch = Guid.NewGuid().ToString("N") };
        var body = JsonSerializer.SerializeToUtf8Bytes(version, ResourceJson.Default.StoredVersion);
        var created = await store.CreateAsync(TenantChanges.Partition(tenantId), new DocumentWrite(StoredVersion.DocumentId, body), cancellationToken);
        if (created.IsOk) return true;
        var revived = await store.PatchAsync(
            TenantChanges.Partition(tenantId),
            StoredVersion.DocumentId,
            [new PatchOperation.SetValue("phase", StoredVersion.Idle), new PatchOperation.Increment("sequence", 1)],
            DocumentFilter.Equal("phase", StoredVersion.Deleted),
            cancellationToken);
        return revived.IsOk;
    }
}
