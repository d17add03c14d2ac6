using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>Finds what an open run waits for, down to the runs within it: whoever looks at the outermost one sees whose turn it is.</summary>
internal sealed class RunWaits(RunStore store, RunStepWrites steps, IApprovals? approvals)
{
    /// <summary>Entries that are listed.</summary>
    public const int Most = 100;

    /// <summary>Level by level: the run's own first. What the viewer may not see of a run within it is left out.</summary>
    public async ValueTask<IReadOnlyList<RunWait>> ListAsync(RunViewer viewer, StoredRun run, CancellationToken cancellationToken)
    {
        var waits = new List<RunWait>();
        var open = new Queue<StoredRun>([run]);
        while (waits.Count < Most && open.TryDequeue(out var next))
        {
            if (!next.IsOurs || next.IsClosed) continue;
            await foreach (var step in steps.ListOpenAsync(viewer.TenantId, next.Id, cancellationToken))
            {
                var (wait, child) = await ReadAsync(viewer.TenantId, next.Id, step.Step, cancellationToken);
                if (wait is null) continue;
                waits.Add(wait);
                if (child is not null && viewer.Sees(child)) open.Enqueue(child);
                if (waits.Count == Most) break;
            }
        }

        return waits;
    }

    private async ValueTask<(RunWait? Wait, StoredRun? Child)> ReadAsync(string tenantId, string runId, RunStep step, CancellationToken cancellationToken)
    {
        if (step.Kind is RunStepKind.Agent or RunStepKind.Workflow && await store.FindAsync(tenantId, RunIds.OfChild(runId, step.Id), cancellationToken) is { IsClosed: false } child && child.Parent == runId)
            return (Of(RunWaitKind.Run) with { Child = child.ToRun() }, child);
        if (step.Status != RunStepStatus.Waiting) return default;
        if (step.ApprovalId is { } id && approvals is not null && await approvals.FindAsync(tenantId, id, cancellationToken) is { Status: ApprovalStatus.Pending } asked) return (Of(RunWaitKind.Approval) with { Approval = asked }, null);
        if (step.Error is { } why) return (Of(RunWaitKind.Retry) with { Reason = why }, null);
        return step.Kind switch
        {
            RunStepKind.Event => (Of(RunWaitKind.Event), null),
            RunStepKind.Timer => (Of(RunWaitKind.Time), null),
            _ => default,
        };

        RunWait Of(RunWaitKind kind) => new(kind, runId, step.Id, step.Name);
    }
}
