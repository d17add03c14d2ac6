using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>
/// Fails, so that the instance of a run that was closed as failed fails with it and can be rewound: the engine then runs this activity again, which finds the run open and lets the loop go on from where it was.
/// </summary>
internal sealed class FailRunActivity(IRunWork runs) : Activity<FailRunInput, AgentRunPlan>
{
    public override async Task<AgentRunPlan> RunAsync(FailRunInput input, CancellationToken cancellationToken) =>
        await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is { } work && work.Rewinds > input.Rewinds && !RunStatuses.IsClosed(work.Run.Status)
            ? LoadRunActivity.Plan(work)
            : throw new AgentRunFailedException(input.Fault);
}
