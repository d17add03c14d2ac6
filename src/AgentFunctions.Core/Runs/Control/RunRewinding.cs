using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Runs.Control;

/// <summary>
/// Opens a failed run again and has the engine do again what failed. The record is opened first, with the runs within it that failed, so that what the engine does finds it open; broken off in between, the job closes it
/// as failed once more.
/// </summary>
internal sealed class RunRewinding(IDocumentStore store, RunStore runs, RunWriter writer, RunClosing closing, RunStepWrites steps, RunChildren children, RunIndex index, KnownRuns known, TimeProvider time)
{
    public async ValueTask<Outcome<Run>> RewindAsync(IWorkflowClient engine, RunAsked asked, StoredRun run, CancellationToken cancellationToken)
    {
        if (run.ErasedFrom is not null) return RunErrors.Erased(run.Id, "rewind");
        var instance = RunWorkflows.InstanceOf(asked.TenantId, run.Id);
        var found = await engine.FindAsync(instance, cancellationToken);

        // A workflow closes the record and fails a moment later.
        if (found is { IsEnded: false }) return RunErrors.StillEnding(run.Id);
        if (found is not { Status: WorkflowStatus.Failed }) return RunErrors.NothingToRewind(run.Id);
        if (!await engine.CanRewindAsync(instance, cancellationToken)) return RunErrors.CannotRewind(run.Id);
        var end = await runs.FindEndAsync(asked.TenantId, run.Id, cancellationToken);
        var opened = await OpenAsync(asked, run, cancellationToken);
        if (opened is not { IsClosed: false }) return RunErrors.Unsettled;
        if (await engine.RewindAsync(instance, asked.Reason ?? "rewound", cancellationToken)) return opened.ToRun();
        await closing.CloseAsync(asked.TenantId, run.Id, new RunEnding(RunStatus.Failed) { Output = end?.Output, Error = end?.Error }, cancellationToken);
        return RunErrors.NothingToRewind(run.Id);
    }

    private async ValueTask<StoredRun?> OpenAsync(RunAsked asked, StoredRun run, CancellationToken cancellationToken)
    {
        var partition = RunDocuments.RunPartition(asked.TenantId, run.Id);

        // Of a closed run nobody else writes steps.
        var failed = await steps.ListFailedAsync(asked.TenantId, run.Id, cancellationToken).ToListAsync(cancellationToken);
        foreach (var step in failed) await store.UpsertAsync(partition, (step with { Redo = true }).ToWrite(), cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var opened = await writer.ChangeAsync(
            asked.TenantId,
            run.Id,
            current => new(current.State != RunStatus.Failed || current.ErasedFrom is not null ? null : new RunChange
            {
                Fields =
                [
                    new PatchOperation.SetValue("status", RunStatuses.ToName(RunStatus.Running)), new PatchOperation.SetValue("endedAt", DocumentValue.Null),
                    new PatchOperation.SetValue("generation", current.Generation + 1), new PatchOperation.SetValue("lastSeenAt", now),
                ],
                Documents = [new BatchOperation.Delete(RunDocuments.EndId)],
                Events = [RunEvents.Verb("rewind", asked.By, asked.Reason), RunEvents.Status(RunStatus.Running, false)],
            }),
            cancellationToken);
        if (opened is not { IsClosed: false }) return opened;
        await index.ReopenAsync(asked.TenantId, opened, cancellationToken);
        known.Keep(new RunKey(asked.TenantId, run.Id), opened, time.GetTimestamp());
        foreach (var child in await children.ListAsync(asked.TenantId, run.Id, cancellationToken))
            if (child.State == RunStatus.Failed) await OpenAsync(asked, child, cancellationToken);
        return opened;
    }
}
