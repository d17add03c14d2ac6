using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Reads what a run is bounded by, and says that it goes on.</summary>
internal sealed class LoadRunActivity(IRunWork runs, IRunJournal journal) : Activity<RunStart, AgentRunPlan>
{
    public override async Task<AgentRunPlan> RunAsync(RunStart input, CancellationToken cancellationToken)
    {
        // A run that was purged has nothing left to do.
        if (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is not { } work) return new AgentRunPlan(0, null, false, 0, RunStatuses.ToName(RunStatus.Terminated));
        if (!RunStatuses.IsClosed(work.Run.Status)) await journal.SetStatusAsync(input.TenantId, input.RunId, RunStatus.Running, cancellationToken);
        return Plan(work);
    }

    public static AgentRunPlan Plan(RunWork work) => new(
        work.Limits.Steps, work.Limits.Deadline, work.IsCancelling, work.Rewinds, RunStatuses.IsClosed(work.Run.Status) ? RunStatuses.ToName(work.Run.Status) : null);
}
