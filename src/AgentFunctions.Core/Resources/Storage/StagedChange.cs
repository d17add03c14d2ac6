using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>
/// A change too large for one batch, all or nothing all the same. It is written aside first; one patch of the version document decides it; then it is written out in portions, each on condition that it is still
/// the one being written out, and the last portion moves the sequence. Whoever finds a decided change writes it out, so a killed process leaves nothing half done; one that was not decided is dropped.
/// </summary>
internal sealed class StagedChange(IDocumentStore store, TimeProvider time)
{
    /// <summary>How long the tenant is kept for one process to stage its change.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private const int PortionBytes = 700 * 1024;
    private const int PortionWrites = 90;

    /// <summary>Stages and decides. false when the sequence moved or somebody else has the tenant: nothing was changed.</summary>
    public async ValueTask<bool> TryDecideAsync(DocumentPartition partition, long sequence, IReadOnlyList<BatchOperation> writes, CancellationToken cancellationToken)
    {
        var applyId = RandomNumberGenerator.GetHexString(16, lowercase: true);
        if (!await BeginAsync(partition, sequence, applyId, cancellationToken)) return false;
        var parts = Split(writes);
        for (var i = 0; i < parts.Count; i++)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new StagedPart(parts[i]), ResourceJson.Default.StagedPart);
            await store.UpsertAsync(partition, new DocumentWrite(StagedPart.DocumentId(applyId, i), body), cancellationToken);
        }

        var decided = await store.PatchAsync(
            partition,
            StoredVersion.DocumentId,
            [new PatchOperation.SetValue("phase", StoredVersion.Committed), new PatchOperation.SetValue("stageCount", parts.Count)],
            Is(applyId, StoredVersion.Staging),
            cancellationToken);
        return decided.IsOk;
    }

    /// <summary>Writes out a decided change. Several may do so at once: each portion is the same whoever writes it, and none lands after the last.</summary>
    public async ValueTask WriteOutAsync(DocumentPartition partition, StoredVersion version, CancellationToken cancellationToken)
    {
        var (applyId, count) = (version.ApplyId!, version.StageCount ?? 0);
        var condition = Is(applyId, StoredVersion.Committed);
        var still = new BatchOperation.Patch(StoredVersion.DocumentId, [new PatchOperation.SetValue("applyUntil", 0)], condition);
        for (var i = 0L; i < count; i++)
        {
            var found = await store.ReadAsync(partition, StagedPart.DocumentId(applyId, i), cancellationToken);

            // Gone: somebody else finished. The last portion's condition says so too.
            if (found.Document is not { } document) return;
            var part = JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StagedPart)!;
            if (!(await store.ExecuteBatchAsync(partition, [still, .. part.Writes.Select(Operation)], cancellationToken)).IsOk) return;
        }

        var done = new BatchOperation.Patch(
            StoredVersion.DocumentId, [new PatchOperation.Increment("sequence", 1), new PatchOperation.SetValue("phase", StoredVersion.Idle)], condition);
        await store.ExecuteBatchAsync(partition, [done], cancellationToken);
        for (var i = 0L; i < count; i++) await store.DeleteAsync(partition, StagedPart.DocumentId(applyId, i), null, cancellationToken);
    }

    /// <summary>Frees a tenant whose staging process took too long, which most likely died.</summary>
    public async ValueTask DropAsync(DocumentPartition partition, StoredVersion version, CancellationToken cancellationToken) => await store.PatchAsync(
        partition, StoredVersion.DocumentId, [new PatchOperation.SetValue("phase", StoredVersion.Idle)], Is(version.ApplyId!, StoredVersion.Staging), cancellationToken);

    /// <summary>Whether the staging process has had its time.</summary>
    public bool IsOverdue(StoredVersion version) => (version.ApplyUntil ?? 0) <= time.GetUtcNow().ToUnixTimeMilliseconds();

    private async ValueTask<bool> BeginAsync(DocumentPartition partition, long sequence, string applyId, CancellationToken cancellationToken)
    {
        var begun = await store.PatchAsync(
            partition,
            StoredVersion.DocumentId,
            [
                new PatchOperation.SetValue("phase", StoredVersion.Staging),
                new PatchOperation.SetValue("applyId", applyId),
                new PatchOperation.SetValue("applyUntil", (time.GetUtcNow() + Lease).ToUnixTimeMilliseconds()),
                new PatchOperation.SetValue("stageCount", 0),
            ],
            VersionDocuments.Unchanged(sequence),
            cancellationToken);
        if (begun.IsOk) await ClearAsync(partition, cancellationToken);
        return begun.IsOk;
    }

    /// <summary>Removes what earlier changes left: those that were dropped, and those whose last process died while tidying up.</summary>
    private async ValueTask ClearAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        var left = await store.QueryAsync(partition, new DocumentQuery(IdPrefix: StagedPart.Prefix), cancellationToken);
        foreach (var document in left.Items) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
    }

    private static List<List<StagedWrite>> Split(IReadOnlyList<BatchOperation> writes)
    {
        var parts = new List<List<StagedWrite>>();
        var bytes = PortionBytes + 1;
        foreach (var operation in writes)
        {
            var write = Write(operation, out var size);
            if (bytes + size > PortionBytes || parts[^1].Count == PortionWrites)
            {
                parts.Add([]);
                bytes = 0;
            }

            parts[^1].Add(write);
            bytes += size;
        }

        return parts;
    }

    private static StagedWrite Write(BatchOperation operation, out int size)
    {
        size = 200;
        if (operation is BatchOperation.Delete delete) return new StagedWrite(delete.Id, null, null);
        var write = ((BatchOperation.Upsert)operation).Write;
        size += write.Body.Length;
        using var body = JsonDocument.Parse(write.Body);
        return new StagedWrite(write.Id, body.RootElement.Clone(), write.TimeToLive is { } life ? (int)life.TotalSeconds : null);
    }

    private static BatchOperation Operation(StagedWrite write) => write.Body is { } body
        ? new BatchOperation.Upsert(new DocumentWrite(write.Id, JsonSerializer.SerializeToUtf8Bytes(body, ResourceJson.Default.JsonElement), write.TimeToLiveSeconds is { } life ? TimeSpan.FromSeconds(life) : null))
        : new BatchOperation.Delete(write.Id);

    private static DocumentFilter Is(string applyId, string phase) => DocumentFilter.And(DocumentFilter.Equal("applyId", applyId), DocumentFilter.Equal("phase", phase));
}
