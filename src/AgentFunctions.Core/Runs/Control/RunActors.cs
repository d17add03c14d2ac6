using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Control;

/// <summary>Notes who sets off something in a run that others began: undoing it, doing it again, the event of its end. Who does has no say in what is asked for that.</summary>
internal sealed class RunActors(RunStore runs, RunChildren children)
{
    /// <summary>In the run and those within it, before anything is done. Done again, nothing changes.</summary>
    public ValueTask NoteAsync(RunAsked asked, RunVerb verb, StoredRun run, CancellationToken cancellationToken) =>
        verb is RunVerb.Cancel or RunVerb.Terminate or RunVerb.Rewind && RunPeople.Of([asked.By]) is { Count: > 0 } people ? NoteAsync(asked.TenantId, people, run, RunLimits.MaxDepth, cancellationToken) : default;

    private async ValueTask NoteAsync(string tenantId, IReadOnlyList<string> people, StoredRun run, int depth, CancellationToken cancellationToken)
    {
        if (run.StartedBy != people[0]) await runs.AddPublishersAsync(tenantId, run.Id, people, cancellationToken);
        if (depth == 0) return;
        foreach (var child in await children.ListAsync(tenantId, run.Id, cancellationToken))
            if (!child.IsClosed || child.State == RunStatus.Failed) await NoteAsync(tenantId, people, child, depth - 1, cancellationToken);
    }
}
