using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads.Storage;

namespace AgentFunctions.Core.Payloads;

/// <summary>Payloads in the document store: content that fits lies in its head, larger content in parts that are written before it.</summary>
internal sealed class DocumentPayloadStore(IDocumentStore store, PayloadPurge purge) : IPayloadStore
{
    /// <summary>Bytes of a part; as base64 in a document well below the limit of one.</summary>
    public const int PartBytes = 512 * 1024;

    public async ValueTask<string> PutAsync(string tenantId, string owner, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, PayloadReferences.MaxBytes, nameof(content));
        var partition = PayloadDocuments.Partition(tenantId, owner);
        var reference = PayloadReferences.Create(await KeyAsync(tenantId, owner, partition, cancellationToken), content.Span);
        if ((await store.ReadAsync(partition, PayloadDocuments.HeadId(reference), cancellationToken)).IsOk) return reference;
        var parts = content.Length <= PartBytes ? 0 : (content.Length + PartBytes - 1) / PartBytes;
        for (var i = 0; i < parts; i++)
        {
            var part = new StoredPayloadPart { Data = content.Slice(i * PartBytes, Math.Min(PartBytes, content.Length - (i * PartBytes))).ToArray() };
            await store.UpsertAsync(partition, new DocumentWrite(PayloadDocuments.PartId(reference, i), JsonSerializer.SerializeToUtf8Bytes(part, PayloadJson.Default.StoredPayloadPart)), cancellationToken);
        }

        var head = new StoredPayload { Size = content.Length, Parts = parts, Data = parts == 0 ? content.ToArray() : null };

        // Conflict: the same content, written by somebody else at the same moment.
        await store.CreateAsync(partition, new DocumentWrite(PayloadDocuments.HeadId(reference), JsonSerializer.SerializeToUtf8Bytes(head, PayloadJson.Default.StoredPayload)), cancellationToken);
        return reference;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken)
    {
        if (!PayloadReferences.IsReference(reference)) return null;
        var partition = PayloadDocuments.Partition(tenantId, owner);
        if ((await store.ReadAsync(partition, PayloadDocuments.HeadId(reference), cancellationToken)).Document is not { } document) return null;
        var head = JsonSerializer.Deserialize(document.Body.Span, PayloadJson.Default.StoredPayload)!;
        if (head.Parts == 0) return head.Data ?? [];
        var content = new byte[head.Size];
        for (var i = 0; i < head.Parts; i++)
        {
            // It is being purged.
            if ((await store.ReadAsync(partition, PayloadDocuments.PartId(reference, i), cancellationToken)).Document is not { } part) return null;
            JsonSerializer.Deserialize(part.Body.Span, PayloadJson.Default.StoredPayloadPart)!.Data.CopyTo(content, i * PartBytes);
        }

        return content;
    }

    public async ValueTask RemoveAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken)
    {
        if (!PayloadReferences.IsReference(reference)) return;
        var partition = PayloadDocuments.Partition(tenantId, owner);
        if ((await store.ReadAsync(partition, PayloadDocuments.HeadId(reference), cancellationToken)).Document is not { } document) return;

        // The head last: without it the parts would not be found again.
        for (var i = 0; i < JsonSerializer.Deserialize(document.Body.Span, PayloadJson.Default.StoredPayload)!.Parts; i++) await store.DeleteAsync(partition, PayloadDocuments.PartId(reference, i), null, cancellationToken);
        await store.DeleteAsync(partition, document.Id, null, cancellationToken);
    }

    public ValueTask PurgeAsync(string tenantId, string owner, CancellationToken cancellationToken) => purge.RunAsync(tenantId, owner, cancellationToken);

    public ValueTask PurgeTenantAsync(string tenantId, CancellationToken cancellationToken) => purge.RunAsync(tenantId, cancellationToken);

    private async ValueTask<byte[]> KeyAsync(string tenantId, string owner, DocumentPartition partition, CancellationToken cancellationToken)
    {
        if (await FindKeyAsync(partition, cancellationToken) is { } known) return known;

        // Before anything of the owner: what is not listed would outlive its tenant.
        var listed = JsonSerializer.SerializeToUtf8Bytes(new StoredPayloadOwner { Owner = owner }, PayloadJson.Default.StoredPayloadOwner);
        await store.UpsertAsync(PayloadDocuments.OwnersPartition(tenantId), new DocumentWrite(PayloadDocuments.OwnerId(owner), listed), cancellationToken);
        var key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
        var write = new DocumentWrite(PayloadDocuments.KeyId, JsonSerializer.SerializeToUtf8Bytes(new StoredPayloadKey { Key = key }, PayloadJson.Default.StoredPayloadKey));
        if ((await store.CreateAsync(partition, write, cancellationToken)).IsOk) return key;
        return await FindKeyAsync(partition, cancellationToken) ?? throw new DocumentStoreUnavailableException("The payloads of this owner are being purged.");
    }

    private async ValueTask<byte[]?> FindKeyAsync(DocumentPartition partition, CancellationToken cancellationToken) =>
        (await store.ReadAsync(partition, PayloadDocuments.KeyId, cancellationToken)).Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, PayloadJson.Default.StoredPayloadKey)!.Key : null;
}
