using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Subjects.Barrier;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Context.Handles;

/// <summary>What handles stand for, byte for byte. A handle is of one agent of one tenant and team; unknown, another's and expired look all the same.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached.</exception>
public sealed class HandleStore
{
    private const int MaxKeys = 10_000;
    private readonly ConcurrentDictionary<(string Tenant, string Agent), byte[]> _keys = new();
    private readonly IDocumentStore _store;
    private readonly ErasureBarrier _barrier;
    private readonly HandleWrites _writes;
    private readonly TimeSpan _lifetime;

    internal HandleStore(IDocumentStore store, ErasureBarrier barrier, IOptions<HandleOptions> options, TimeProvider time)
    {
        (_store, _barrier, _lifetime) = (store, barrier, TimeSpan.FromSeconds(Math.Ceiling(options.Value.HandleLifetime.TotalSeconds)));
        _writes = new HandleWrites(store, time, _lifetime);
    }

    /// <summary>What names content of this scope.</summary>
    public async ValueTask<IHandleMint> MintAsync(HandleScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return new HandleMint(await KeyAsync(scope, cancellationToken), scope);
    }

    /// <summary>Keeps what handles stand for; those that are kept already live on.</summary>
    /// <returns>false: somebody whose content it is was erased since it was read (<see cref="HandleScope.Since"/>), and nothing is kept.</returns>
    public async ValueTask<bool> KeepAsync(HandleScope scope, IReadOnlyList<HandleContent> contents, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(contents);
        if (contents.Count == 0) return true;
        if (!await HoldsAsync(scope, cancellationToken)) return false;
        var erasedAt = await ErasedAtAsync(scope, scope.Subject, cancellationToken);
        foreach (var content in contents) await _writes.WriteAsync(scope, content, erasedAt, cancellationToken);
        if (await HoldsAsync(scope, cancellationToken)) return true;
        foreach (var content in contents) await _writes.UndoAsync(scope, content, cancellationToken);
        return false;
    }

    /// <summary>What a handle stands for; null where this agent has no such handle, and where it is another person's than <see cref="HandleScope.Subject"/>, if that is given.</summary>
    public async ValueTask<HandleContent?> FindAsync(HandleScope scope, string handle, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (!HandleNames.IsValid(handle)) return null;
        var partition = HandleDocuments.Partition(scope.TenantId, scope.Agent);
        if ((await _store.ReadAsync(partition, handle, cancellationToken)).Document is not { } document) return null;
        var head = JsonSerializer.Deserialize(document.Body.Span, HandleJson.Default.StoredHandle)!;
        if (head.Team != scope.Team || !head.IsFor(scope.Subject) || !await _barrier.HoldsAsync(scope.TenantId, scope.Agent, scope.Team, head.People, head.Since, cancellationToken)) return null;
        var bytes = head.Data ?? new byte[head.Size];
        for (var i = 0; i < head.Parts; i++)
        {
            if ((await _store.ReadAsync(partition, HandleDocuments.PartId(handle, i), cancellationToken)).Document is not { } part) return null;
            JsonSerializer.Deserialize(part.Body.Span, HandleJson.Default.StoredHandlePart)!.Data.CopyTo(bytes, i * HandleWrites.PartBytes);
        }

        return new HandleContent(handle, bytes, head.MediaType, StoredMessages.LabelOf(head.Integrity, head.Confidentiality), []) { People = head.People };
    }

    /// <summary>The summary that was kept of what a handle stands for; null: none.</summary>
    internal async ValueTask<string?> FindSummaryAsync(HandleScope scope, string handle, CancellationToken cancellationToken)
    {
        var found = await _store.ReadAsync(HandleDocuments.Partition(scope.TenantId, scope.Agent), HandleDocuments.SummaryId(handle), cancellationToken);
        return found.Document is { } document && JsonSerializer.Deserialize(document.Body.Span, HandleJson.Default.StoredSummary)! is { } summary && summary.Team == scope.Team
            && await ErasedAtAsync(scope, summary.Subject, cancellationToken) <= summary.Since ? summary.Text : null;
    }

    /// <summary>Keeps a summary, for twice as long as its handle; the first one stays. Not where somebody whose content it is was erased since that was read.</summary>
    /// <returns>The one that is kept.</returns>
    internal async ValueTask<string> KeepSummaryAsync(HandleScope scope, string handle, string text, CancellationToken cancellationToken)
    {
        if (!await HoldsAsync(scope, cancellationToken)) return text;
        var summary = new StoredSummary { Text = text, Team = scope.Team, Session = scope.Session, Subject = scope.Subject, Since = scope.Since };
        var write = new DocumentWrite(HandleDocuments.SummaryId(handle), JsonSerializer.SerializeToUtf8Bytes(summary, HandleJson.Default.StoredSummary), _lifetime * 2);
        var created = await _store.CreateAsync(HandleDocuments.Partition(scope.TenantId, scope.Agent), write, cancellationToken);
        if (created.IsOk && !await HoldsAsync(scope, cancellationToken)) await _writes.UndoSummaryAsync(scope, handle, cancellationToken);
        return created.IsOk ? text : await FindSummaryAsync(scope, handle, cancellationToken) ?? text;
    }

    private ValueTask<bool> HoldsAsync(HandleScope scope, CancellationToken cancellationToken) => _barrier.HoldsAsync(scope.TenantId, scope.Agent, scope.Team, scope.People, scope.Since, cancellationToken);

    /// <summary>What was written at a lower number came too late, and whoever wrote it was killed before taking it away.</summary>
    private async ValueTask<long> ErasedAtAsync(HandleScope scope, string? subject, CancellationToken cancellationToken) =>
        subject is null ? 0 : await _barrier.ErasedAtAsync(scope.TenantId, scope.Agent, scope.Team, subject, cancellationToken);

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
