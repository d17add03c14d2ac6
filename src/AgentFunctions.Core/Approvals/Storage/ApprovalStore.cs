using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>Approvals in the store, each write on condition that nobody wrote in between.</summary>
internal sealed class ApprovalStore(IDocumentStore store, IOptions<ApprovalsOptions> options)
{
    private const int AtOnce = 16;

    /// <summary>The approval and its ETag; null where there is none.</summary>
    public async ValueTask<(StoredApproval Approval, string ETag)?> FindAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        if (!ApprovalDocuments.IsId(id)) return null;
        var found = await store.ReadAsync(ApprovalDocuments.Partition(tenantId), ApprovalDocuments.ApprovalId(id), cancellationToken);
        return found.Document is { } document ? (StoredApproval.Read(document), document.ETag) : null;
    }

    /// <summary>The id of what was asked for under a key; null for nothing.</summary>
    public async ValueTask<string?> FindKeyAsync(string tenantId, string key, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(ApprovalDocuments.Partition(tenantId), ApprovalDocuments.KeyId(key), cancellationToken);
        return found.Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, ApprovalJson.Default.ApprovalKeyEntry)!.Id : null;
    }

    /// <summary>false where the key has one already.</summary>
    public async ValueTask<bool> TryCreateAsync(string tenantId, StoredApproval approval, CancellationToken cancellationToken)
    {
        // The first upsert of the key must be a creation: it decides who was first.
        var index = ApprovalDocuments.Index(approval, null).Select(static operation =>
            operation is BatchOperation.Upsert upsert && upsert.Id.StartsWith("k:", StringComparison.Ordinal) ? new BatchOperation.Create(upsert.Write) : operation);
        var result = await store.ExecuteBatchAsync(
            ApprovalDocuments.Partition(tenantId),
            [.. index, new BatchOperation.Create(new DocumentWrite(ApprovalDocuments.ApprovalId(approval.Id), approval.ToBytes()))],
            cancellationToken);
        return result.IsOk;
    }

    /// <summary>false where somebody wrote it in between, or it is gone.</summary>
    public async ValueTask<bool> TryReplaceAsync(string tenantId, StoredApproval current, string etag, StoredApproval next, CancellationToken cancellationToken)
    {
        TimeSpan? life = next.IsPending ? null : options.Value.Retention;
        List<BatchOperation> writes = [new BatchOperation.Replace(new DocumentWrite(ApprovalDocuments.ApprovalId(next.Id), next.ToBytes(), life), etag), .. ApprovalDocuments.Index(next, life)];

        // It is there exactly while this holds, so deleting it cannot fail.
        if ((current.IsPending || current.Owes) && !(next.IsPending || next.Owes)) writes.Add(new BatchOperation.Delete(ApprovalDocuments.Open + ApprovalDocuments.PlaceOf(next)));
        if (current.Key != next.Key) writes.Add(new BatchOperation.Delete(ApprovalDocuments.KeyId(current.Key)));
        return (await store.ExecuteBatchAsync(ApprovalDocuments.Partition(tenantId), writes, cancellationToken)).IsOk;
    }

    /// <summary>Entries of an index in its order; what they say of a status may be of before.</summary>
    public async IAsyncEnumerable<(string DocumentId, ApprovalEntry Entry)> ScanAsync(string tenantId, DocumentQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            var page = await store.QueryAsync(ApprovalDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) yield return (document.Id, JsonSerializer.Deserialize(document.Body.Span, ApprovalJson.Default.ApprovalEntry)!);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>The approvals of a run, in order of id.</summary>
    public async ValueTask<IReadOnlyList<StoredApproval>> OfRunAsync(string tenantId, string runId, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        await foreach (var (_, entry) in ScanAsync(tenantId, new DocumentQuery(IdPrefix: ApprovalDocuments.OfRun(runId)), cancellationToken)) ids.Add(entry.Id);
        List<StoredApproval> found = [];
        foreach (var part in ids.Chunk(AtOnce))
            found.AddRange((await Task.WhenAll(part.Select(id => FindAsync(tenantId, id, cancellationToken).AsTask()))).Where(static a => a is not null).Select(static a => a!.Value.Approval));
        return found;
    }
}
