using System.Collections.Concurrent;
using System.Security.Cryptography;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>
/// Changes of a tenant's declared state, one after the other. An attempt reads what it needs and decides; its writes are stored in one batch with the next sequence, on condition that the sequence did not
/// move since. So every check an attempt made (references, referrers, ETags) still held when it was written, across processes. A change too large for a batch takes the way of <see cref="StagedChange"/>.
/// </summary>
internal sealed class TenantChanges(IDocumentStore store, VersionDocuments versions, StagedChange staged, ResourceChanges changes, TimeProvider time)
{
    private const int MaxAttempts = 40;
    private const int MaxWaits = 400;
    private const int BatchBytes = 1200 * 1024;
    private static readonly TimeSpan StagingPause = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    public static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Resources, tenantId);

    /// <param name="actor">Whose state, and who changes it.</param>
    /// <param name="attempt">Gets the sequence its writes will carry; may run several times.</param>
    /// <param name="cancellationToken">Ends the wait; a write under way may still happen.</param>
    public ValueTask<Outcome<T>> RunAsync<T>(Actor actor, Func<long, CancellationToken, ValueTask<TenantStep<T>>> attempt, CancellationToken cancellationToken)
        where T : class => RunAsync(actor, _gates.GetOrAdd(actor.TenantId, static _ => new SemaphoreSlim(1)), attempt, cancellationToken);

    /// <summary>The same past the queue of this process: for kills and revocations, which must not wait for somebody's large set, and for trials, for which nobody is to wait.</summary>
    public async ValueTask<Outcome<T>> RunUrgentAsync<T>(Actor actor, Func<long, CancellationToken, ValueTask<TenantStep<T>>> attempt, CancellationToken cancellationToken)
        where T : class
    {
        using var gate = new SemaphoreSlim(1);
        return await RunAsync(actor, gate, attempt, cancellationToken);
    }

    private async ValueTask<Outcome<T>> RunAsync<T>(Actor actor, SemaphoreSlim gate, Func<long, CancellationToken, ValueTask<TenantStep<T>>> attempt, CancellationToken cancellationToken)
        where T : class
    {
        if (await versions.ReadAsync(actor.TenantId, cancellationToken) is null) return ApiErrors.NotFound("x-tenant-id", "This tenant does not exist.");
        await gate.WaitAsync(cancellationToken);
        try
        {
            var waits = 0;
            for (var i = 0; i < MaxAttempts;)
            {
                var version = await versions.SettleAsync(actor.TenantId, cancellationToken);
                if (version is null) return ApiErrors.NotFound("x-tenant-id", "This tenant does not exist.");
                if (version.Phase == StoredVersion.Staging && waits++ < MaxWaits)
                {
                    await WaitForStagingAsync(actor.TenantId, version, cancellationToken);
                    continue;
                }

                var step = await attempt(version.Sequence + 1, cancellationToken);
                if (step.WritesNothing) return step.Outcome;
                var writes = ChangeComposer.Compose(actor, version.Sequence + 1, step, time.GetUtcNow());
                if (await TryWriteAsync(actor.TenantId, version.Sequence, writes, cancellationToken)) return step.Outcome;
                await Task.Delay(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 4 + ++i)), time, cancellationToken);
            }
        }
        finally
        {
            gate.Release();
        }

        return new ApiError(409, ErrorCodes.Conflict, "Too many others are changing this tenant's resources at the same time. Send the request again.");
    }

    private async ValueTask WaitForStagingAsync(string tenantId, StoredVersion version, CancellationToken cancellationToken)
    {
        if (staged.IsOverdue(version)) await staged.DropAsync(Partition(tenantId), version, cancellationToken);
        else await Task.Delay(StagingPause, time, cancellationToken);
    }

    private async ValueTask<bool> TryWriteAsync(string tenantId, long sequence, List<BatchOperation> writes, CancellationToken cancellationToken)
    {
        try
        {
            if (!FitsBatch(writes))
            {
                if (!await staged.TryDecideAsync(Partition(tenantId), sequence, writes, cancellationToken)) return false;
                await versions.SettleAsync(tenantId, cancellationToken);
                return true;
            }

            var next = new BatchOperation.Patch(StoredVersion.DocumentId, [new PatchOperation.Increment("sequence", 1)], VersionDocuments.Unchanged(sequence));
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

    private static bool FitsBatch(List<BatchOperation> writes) =>
        writes.Count < DocumentLimits.MaxBatchOperations && writes.Sum(w => w is BatchOperation.Upsert upsert ? (long)upsert.Write.Body.Length : 0) <= BatchBytes;
}
