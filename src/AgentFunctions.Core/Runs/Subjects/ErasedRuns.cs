using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>
/// What may still be kept of a run, for those who keep something of it elsewhere than in its steps. An erasure ends and marks a run before it looks for what there is of it. So it is asked where the erasure cannot have looked
/// yet: after the write, which is taken back then; or before it, where the write fails on what the erasure changes before it looks.
/// </summary>
internal static class ErasedRuns
{
    /// <summary>Nothing that it is told any more is kept: what it says is erased, or the run is gone.</summary>
    public static async ValueTask<bool> IsErasedAsync(IDocumentStore store, string tenantId, string runId, CancellationToken cancellationToken) =>
        await FindAsync(store, tenantId, runId, cancellationToken) is { Purged: true } or { ErasedFrom: not null };

    /// <summary>It may still say something. A run that is not there does not.</summary>
    public static async ValueTask<bool> IsOpenAsync(IDocumentStore store, string tenantId, string runId, CancellationToken cancellationToken) =>
        await FindAsync(store, tenantId, runId, cancellationToken) is { IsClosed: false, Purged: false };

    private static async ValueTask<StoredRun?> FindAsync(IDocumentStore store, string tenantId, string runId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(RunDocuments.RunPartition(tenantId, runId), RunDocuments.RunId, cancellationToken)).Document is { } document ? StoredRun.Read(document) : null;
}
