using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>
/// Erases the runs of a subject: one that is open is ended where it stands, with the runs within it; then nothing is left but that its id was used. One that is only about to be written is never written. Looked through until
/// nothing is found: what the runs' ends set off for the same person goes too.
/// </summary>
internal sealed class RunErasing(
    RunStore runs, RunIndex index, RunSteering steering, RunClosing closing, RunPurging purging, RunPurge documents, RunScheduler scheduler, IEnumerable<IRunTraces> traces, TimeProvider time)
{
    private const string Reason = "What is kept of the person it was run for is erased.";

    public static DocumentFilter FilterOf(SubjectScope scope)
    {
        List<DocumentFilter> filters = [DocumentFilter.Equal("subject", scope.Subject)];
        if (scope.Agent is { } agent) filters.Add(DocumentFilter.Equal("agent", agent));
        filters.AddRange(scope.TeamFilters());
        return new DocumentFilter.All(filters);
    }

    public async ValueTask EraseAsync(SubjectScope scope, IErasureTally tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        while (true)
        {
            List<StoredRun> found = [];
            await foreach (var entry in index.ListAsync(scope.TenantId, RunDocuments.Entries, FilterOf(scope), cancellationToken)) found.Add(entry);
            if (found.Count == 0) break;

            // The newest first: runs within runs are younger than these.
            foreach (var entry in found) await EraseAsync(scope.TenantId, entry, tally, cancellationToken);
        }

        // Purges that were broken off are in no list any more: nothing says whose they are, so all are completed.
        await foreach (var tombstone in index.ListAsync(scope.TenantId, RunDocuments.Purging, cancellationToken)) await purging.FinishAsync(scope.TenantId, tombstone, cancellationToken);
    }

    /// <summary>The entry is gone then in any case; what was no run, or gone already, is not counted.</summary>
    private async ValueTask EraseAsync(string tenantId, StoredRun entry, IErasureTally tally, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(tenantId, entry.Id, cancellationToken) is not { } run)
        {
            // Whoever is about to write it finds the id used.
            run = Over(entry).ToTombstone();
            if (!await runs.TryCreateAsync(tenantId, run, cancellationToken)) throw new DocumentStoreUnavailableException("A run of the subject is just being started.");
        }

        if (run.Entry != entry.Entry)
        {
            await index.RemoveUnscheduledAsync(tenantId, entry.Entry, cancellationToken);
            return;
        }

        if (run.Purged)
        {
            await purging.FinishAsync(tenantId, run, cancellationToken);
            await documents.DeleteAsync(RunDocuments.RunPartition(tenantId, run.Id), except: RunDocuments.RunId, cancellationToken);
            return;
        }

        var asked = new RunAsked(tenantId, "system", Reason);
        if (!run.IsClosed) run = await EndAsync(asked, run, cancellationToken);

        // Closed a moment ago its workflow may not have returned yet, and has nothing left to do.
        else if (scheduler.Engine is { } engine && run.IsOurs) await engine.TerminateAsync(RunWorkflows.InstanceOf(tenantId, run.Id), Reason, cancellationToken);
        await CountAsync(tenantId, run.Id, tally, cancellationToken);
        foreach (var part in traces) await part.ForestallAsync(tenantId, run, cancellationToken);
        if ((await purging.PurgeAsync(scheduler.Engine, asked, run, cancellationToken)).Error is { } error) throw new DocumentStoreUnavailableException(error.Message);
    }

    /// <summary>With the runs within it, which are purged with it; most are gone before, being younger.</summary>
    private async ValueTask CountAsync(string tenantId, string runId, IErasureTally tally, CancellationToken cancellationToken)
    {
        await tally.CountAsync([runId], cancellationToken);
        await foreach (var within in index.ListAsync(tenantId, RunDocuments.Entries, DocumentFilter.Equal("parent", runId), cancellationToken)) await CountAsync(tenantId, within.Id, tally, cancellationToken);
    }

    private async ValueTask<StoredRun> EndAsync(RunAsked asked, StoredRun run, CancellationToken cancellationToken)
    {
        if (scheduler.Engine is { } engine && run.IsOurs) await steering.TerminateAsync(engine, asked, run, cancellationToken);
        else await closing.CloseAsync(asked.TenantId, run.Id, new RunEnding(RunStatus.Terminated) { By = asked.By, Reason = asked.Reason }, cancellationToken);
        return await runs.FindAsync(asked.TenantId, run.Id, cancellationToken) is { IsClosed: true } closed ? closed : throw new DocumentStoreUnavailableException($"runs/{run.Id} could not be ended.");
    }

    private StoredRun Over(StoredRun entry) => entry with { Status = RunStatuses.ToName(RunStatus.Terminated), EndedAt = time.GetUtcNow().ToUnixTimeMilliseconds() };
}
