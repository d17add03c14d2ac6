using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Sessions.Messages;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Context.Handles;

/// <summary>What handles stand for, byte for byte. A handle is of one agent of one tenant and team; unknown, another's and expired look all the same.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached.</exception>
public sealed class HandleStore
{
    /// <summary>Bytes of content in one document; as base64 well below the limit of one.</summary>
    private const int PartBytes = 512 * 1024;

    private const int MaxKeys = 10_000;
    private readonly ConcurrentDictionary<(string Tenant, string Agent), byte[]> _keys = new();
    private readonly IDocumentStore _store;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lifetime;

    internal HandleStore(IDocumentStore store, IOptions<HandleOptions> options, TimeProvider time) =>
        (_store, _time, _lifetime) = (store, time, TimeSpan.FromSeconds(Math.Ceiling(options.Value.HandleLifetime.TotalSeconds)));

    /// <summary>What names content of this scope.</summary>
    public async ValueTask<IHandleMint> MintAsync(HandleScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new HandleMint(await KeyAsync(scope, cancellationToken), scope.Session);
    }

    /// <summary>Keeps what handles stand for; those that are kept already live on.</summary>
    public async ValueTask KeepAsync(HandleScope scope, IReadOnlyList<HandleContent> contents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(contents);
        var partition = HandleDocuments.Partition(scope.TenantId, scope.Agent);
        foreach (var content in contents)
        {
            // Most are kept again at every turn: they are written again once half of their time is over.
            var known = (await _store.ReadAsync(partition, content.Handle, cancellationToken)).Document;
            if (known?.ExpiresAt is { } end && end - _time.GetUtcNow() > _lifetime / 2) continue;
            await WriteAsync(partition, scope, content, cancellationToken);
        }
    }

    /// <summary>What a handle stands for; null where this agent has no such handle.</summary>
    public async ValueTask<HandleContent?> FindAsync(HandleScope scope, string handle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (!HandleNames.IsValid(handle)) return null;
        var partition = HandleDocuments.Partition(scope.TenantId, scope.Agent);
        if ((await _store.ReadAsync(partition, handle, cancellationToken)).Document is not { } document) return null;
        var head = JsonSerializer.Deserialize(document.Body.Span, HandleJson.Default.StoredHandle)!;
        if (head.Team != scope.Team) return null;
        var bytes = head.Data ?? new byte[head.Size];
        for (var i = 0; i < head.Parts; i++)
        {
            if ((await _store.ReadAsync(partition, HandleDocuments.PartId(handle, i), cancellationToken)).Document is not { } part) return null;
            JsonSerializer.Deserialize(part.Body.Span, HandleJson.Default.StoredHandlePart)!.Data.CopyTo(bytes, i * PartBytes);
        }

        return new HandleContent(handle, bytes, head.MediaType, StoredMessages.LabelOf(head.Integrity, head.Confidentiality), []);
    }

    /// <summary>The summary that was kept of what a handle stands for; null: none.</summary>
    internal async ValueTask<string?> FindSummaryAsync(HandleScope scope, string handle, CancellationToken cancellationToken)
    {
        var found = await _store.ReadAsync(HandleDocuments.Partition(scope.TenantId, scope.Agent), HandleDocuments.SummaryId(handle), cancellationToken);
        return found.Document is { } document && JsonSerializer.Deserialize(document.Body.Span, HandleJson.Default.StoredSummary)! is { } summary && summary.Team == scope.Team ? summary.Text : null;
    }

    /// <summary>Keeps a summary, for twice as long as its handle; the first one stays.</summary>
    /// <returns>The one that is kept.</returns>
    internal async ValueTask<string> KeepSummaryAsync(HandleScope scope, string handle, string text, CancellationToken cancellationToken)
    {
        var summary = new StoredSummary { Text = text, Team = scope.Team, Session = scope.Session, Subject = scope.Subject };
        var write = new DocumentWrite(HandleDocuments.SummaryId(handle), JsonSerializer.SerializeToUtf8Bytes(summary, HandleJson.Default.StoredSummary), _lifetime * 2);
        var created = await _store.CreateAsync(HandleDocuments.Partition(scope.TenantId, scope.Agent), write, cancellationToken);
        return created.IsOk ? text : await FindSummaryAsync(scope, handle, cancellationToken) ?? text;
    }

    private async ValueTask WriteAsync(DocumentPartition partition, HandleScope scope, HandleContent content, CancellationToken cancellationToken)
    {
        var bytes = content.Bytes;
        var parts = bytes.Length <= PartBytes ? 0 : (bytes.Length + PartBytes - 1) / PartBytes;

        // Before the head, and so that they outlive it.
        for (var i = 0; i < parts; i++)
        {
            var part = new StoredHandlePart { Data = bytes.Slice(i * PartBytes, Math.Min(PartBytes, bytes.Length - (i * PartBytes))).ToArray(), Session = scope.Session, Subject = scope.Subject };
            await _store.UpsertAsync(partition, new DocumentWrite(HandleDocuments.PartId(content.Handle, i), JsonSerializer.SerializeToUtf8Bytes(part, HandleJson.Default.StoredHandlePart), _lifetime + TimeSpan.FromMinutes(1)), cancellationToken);
        }

        var head = new StoredHandle
        {
            MediaType = content.MediaType,
            Integrity = LabelNames.Of(content.Label.Integrity),
            Confidentiality = LabelNames.Of(content.Label.Confidentiality),
            Team = scope.Team,
            Session = scope.Session,
            Subject = scope.Subject,
            Size = bytes.Length,
            Parts = parts,
            Data = parts == 0 ? bytes.ToArray() : null,
        };
        await _store.UpsertAsync(partition, new DocumentWrite(content.Handle, JsonSerializer.SerializeToUtf8Bytes(head, HandleJson.Default.StoredHandle), _lifetime), cancellationToken);
    }

    private async ValueTask<byte[]> KeyAsync(HandleScope scope, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue((scope.TenantId, scope.Agent), out var kept)) return kept;
        var partition = HandleDocuments.Partition(scope.TenantId, scope.Agent);
        if (await FindKeyAsync(partition, cancellationToken) is not { } key)
        {
            // Before anything of the agent: what is not listed would outlive its tenant.
            await _store.UpsertAsync(HandleDocuments.OwnersPartition(scope.TenantId), new DocumentWrite(scope.Agent, "{}"u8.ToArray()), cancellationToken);
            var made = new StoredHandleKey { Key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes) };
            await _store.CreateAsync(partition, new DocumentWrite(HandleDocuments.KeyId, JsonSerializer.SerializeToUtf8Bytes(made, HandleJson.Default.StoredHandleKey)), cancellationToken);
            key = await FindKeyAsync(partition, cancellationToken) ?? throw new DocumentStoreUnavailableException("The handles of this agent are being removed.");
        }

        if (_keys.Count >= MaxKeys) _keys.Clear();
        _keys[(scope.TenantId, scope.Agent)] = key;
        return key;
    }

    private async ValueTask<byte[]?> FindKeyAsync(DocumentPartition partition, CancellationToken cancellationToken) =>
        (await _store.ReadAsync(partition, HandleDocuments.KeyId, cancellationToken)).Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, HandleJson.Default.StoredHandleKey)!.Key : null;
}
