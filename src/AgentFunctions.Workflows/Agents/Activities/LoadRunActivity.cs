using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Reads what a run is bounded by, and says that it goes on.</summary>
internal sealed class LoadRunActivity(IRunWork runs, IRunJournal journal, IAgentBlueprints blueprints, StepContent content, RunSessions sessions) : Activity<RunStart, AgentRunPlan>
{
    public override async Task<AgentRunPlan> RunAsync(RunStart input, CancellationToken cancellationToken)
    {
        // A run that was purged has nothing left to do.
        if (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is not { } work) return new AgentRunPlan(0, null, false, 0, RunStatuses.ToName(RunStatus.Terminated));
        if (!RunStatuses.IsClosed(work.Run.Status))
        {
            await journal.SetStatusAsync(input.TenantId, input.RunId, RunStatus.Running, cancellationToken);
            await BeginSessionAsync(work, cancellationToken);
        }

        return Plan(work);
    }

    private async ValueTask BeginSessionAsync(RunWork work, CancellationToken cancellationToken)
    {
        // A version that is not kept any more: the first turn says so.
        if (work.Run.Session is null || await blueprints.FindAsync(work, cancellationToken) is not { } blueprint) return;
        await sessions.BeginAsync(work, blueprint.Spec, await content.ReadAsync(work.TenantId, work.Run.Id, work.Input, cancellationToken), cancellationToken);
    }

    public static AgentRunPlan Plan(RunWork work) => new(
        work.Limits.Steps, work.Limits.Deadline, work.IsCancelling, work.Rewinds, RunStatuses.IsClosed(work.Run.Status) ? RunStatuses.ToName(work.Run.Status) : null);
}
