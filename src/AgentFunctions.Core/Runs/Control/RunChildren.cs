using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Control;

/// <summary>The runs within a run, found by its steps.</summary>
internal sealed class RunChildren(RunStore store, RunStepWrites steps)
{
    private static readonly DocumentFilter IsRun = new DocumentFilter.OneOf("step.kind", [RunStepJson.ToName(RunStepKind.Agent), RunStepJson.ToName(RunStepKind.Workflow)]);

    /// <summary>Those directly within it, in the order of steps.</summary>
    public async ValueTask<IReadOnlyList<StoredRun>> ListAsync(string tenantId, string runId, CancellationToken cancellationToken)
    {
        var children = new List<StoredRun>();
        await foreach (var step in steps.ListAsync(tenantId, runId, IsRun, null, cancellationToken))
        {
            // The step of a fork is a copy: the run within it is the other's.
            if (await store.FindAsync(tenantId, RunIds.OfChild(runId, step.Step.Id), cancellationToken) is { Purged: false } child && child.Parent == runId) children.Add(child);
        }

        return children;
    }
}
