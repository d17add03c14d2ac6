using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>
/// Changes of a tenant's declared state, one after the other. An attempt reads what it needs and decides; its writes are stored in one batch with the next sequence, on condition that the sequence did not
/// move since. So every check an attempt made (references, referrers, ETags) still held when it was written, across processes.
/// </summary>
internal sealed class TenantChanges(IDocumentStore store, TimeProvider time, ResourceChanges changes)
{
    private const int MaxAttempts = 40;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    public static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Resources, tenantId);

    /// <summary>Creates the tenant's version document if there is none.</summary>
    public async ValueTask EnsureTenantAsync(string tenantId, CancellationToken cancellationToken)
    {
        var version = new StoredVersion { Sequence = 0, CreatedAt = time.GetUtcNow() };
        var body = JsonSerializer.SerializeToUtf8Bytes(version, ResourceJson.Default.StoredVersion);
        await store.CreateAsync(Partition(tenantId), new DocumentWrite(StoredVersion.DocumentId, body), cancellationToken);
    }

    /// <summary>The tenant's sequence, or null for an unknown tenant.</summary>
    public async ValueTask<long?> ReadSequenceAsync(string tenantId, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(Partition(tenantId), StoredVersion.DocumentId, cancellationToken);
        return found.Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredVersion)!.Sequence : null;
    }

    /// <param name="tenantId">Whose state.</param>
    /// <param name="attempt">Gets the sequence its writes will carry; may run several times.</param>
    /// <param name="cancellationToken">Ends the wait; a write under way may still happen.</param>
    public async ValueTask<Outcome<T>> RunAsync<T>(string tenantId, Func<long, CancellationToken, ValueTask<TenantStep<T>>> attempt, CancellationToken cancellationToken)
        where T : class
    {
        if (await ReadSequenceAsync(tenantId, cancellationToken) is null) return ApiErrors.NotFound("x-tenant-id", "This tenant does not exist.");
        var gate = _gates.GetOrAdd(tenantId, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        try
        {
            for (var i = 0; i < MaxAttempts; i++)
            {
                var sequence = await ReadSequenceAsync(tenantId, cancellationToken) ?? throw new InvalidOperationException("A tenant's version document vanished.");
                var step = await attempt(sequence + 1, cancellationToken);
                if (step.Writes.Count == 0) return step.Outcome;
                if (await TryWriteAsync(tenantId, sequence, step.Writes, cancellationToken)) return step.Outcome;
                await Task.Delay(TimeSpan.FromMilliseconds(System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, 4 + i)), time, cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }

        return new ApiError(409, ErrorCodes.Conflict, "Too many others are changing this tenant's resources at the same time. Send the request again.");
    }

    private async ValueTask<bool> TryWriteAsync(string tenantId, long sequence, IReadOnlyList<BatchOperation> writes, CancellationToken cancellationToken)
    {
        var next = new BatchOperation.Patch(StoredVersion.DocumentId, [new PatchOperation.Increment("sequence", 1)], DocumentFilter.Equal("sequence", sequence));
        try
        {
            var result = await store.ExecuteBatchAsync(Partition(tenantId), [next, .. writes], cancellationToken);
            if (!result.IsOk && result.Results[0].Status != DocumentStatus.PreconditionFailed)
                throw new InvalidOperationException($"A change of resources failed with {string.Join(", ", result.Results.Select(r => r.Status))}.");
            return result.IsOk;
        }
        finally
        {
            // Also after a failure: whether the write happened is then unknown.
            changes.Raise(tenantId);
        }
    }
}
