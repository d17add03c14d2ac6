using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Runs.Control;

/// <summary>
/// Deletes closed runs with all that belongs to them: the runs within them, the engine's history, approvals, payloads, steps, events. What is left says that the id was used. From the first write on the run is in no list;
/// broken off after that, the job goes on.
/// </summary>
internal sealed class RunPurging(IDocumentStore store, RunIndex index, RunPurge documents, RunChildren children, KnownRuns known, IPayloadStore payloads, TimeProvider time, IApprovals? approvals = null)
{
    public async ValueTask<Outcome<Run>> PurgeAsync(IWorkflowClient? engine, RunAsked asked, StoredRun run, CancellationToken cancellationToken)
    {
        foreach (var child in await children.ListAsync(asked.TenantId, run.Id, cancellationToken))
        {
            if (!child.IsClosed) return RunErrors.NotThere(child.ToRun(), "purge");
            await PurgeAsync(engine, asked, child, cancellationToken);
        }

        if (run.IsOurs && engine is not null && !await engine.PurgeAsync(RunWorkflows.InstanceOf(asked.TenantId, run.Id), cancellationToken)) return RunErrors.StillEnding(run.Id);
        await index.BeginPurgeAsync(asked.TenantId, run, cancellationToken);
        return await FinishAsync(asked.TenantId, run.ToTombstone(), cancellationToken) ? run.ToRun() : RunErrors.Unsettled;
    }

    /// <summary>What is left to be done once the run is in no list. Done again it changes nothing; false where the run was opened again meanwhile, and is back in the lists.</summary>
    public async ValueTask<bool> FinishAsync(string tenantId, StoredRun tombstone, CancellationToken cancellationToken)
    {
        while (await BuryAsync(tenantId, tombstone, cancellationToken) is { } current)
        {
            if (current.IsClosed) continue;
            await index.UndoPurgeAsync(tenantId, current, cancellationToken);
            return false;
        }

        known.Keep(new RunKey(tenantId, tombstone.Id), tombstone, time.GetTimestamp());
        if (approvals is not null) await approvals.WithdrawAsync(tenantId, tombstone.Id, "The run was purged.", cancellationToken);
        await payloads.PurgeAsync(tenantId, RunDocuments.OwnerOf(tombstone.Id), cancellationToken);
        await documents.DeleteAsync(RunDocuments.RunPartition(tenantId, tombstone.Id), except: RunDocuments.RunId, cancellationToken);
        await index.EndPurgeAsync(tenantId, tombstone, cancellationToken);
        return true;
    }

    /// <summary>Puts the tombstone in the place of the run; null where it is there. Else the run as it was: somebody changed it at that moment.</summary>
    private async ValueTask<StoredRun?> BuryAsync(string tenantId, StoredRun tombstone, CancellationToken cancellationToken)
    {
        var partition = RunDocuments.RunPartition(tenantId, tombstone.Id);
        if ((await store.ReadAsync(partition, RunDocuments.RunId, cancellationToken)).Document is not { } document) return null;
        var current = StoredRun.Read(document);
        if (current.Purged) return null;
        return current.IsClosed && (await store.ReplaceAsync(partition, new DocumentWrite(RunDocuments.RunId, tombstone.ToBytes()), document.ETag, cancellationToken)).IsOk ? null : current;
    }
}
