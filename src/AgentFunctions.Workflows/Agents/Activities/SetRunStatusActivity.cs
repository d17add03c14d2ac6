using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Workflows.Agents.Activities;

internal sealed class SetRunStatusActivity(IRunJournal journal) : Activity<RunStatusInput, bool>
{
    public override async Task<bool> RunAsync(RunStatusInput input, CancellationToken cancellationToken) =>
        await journal.SetStatusAsync(input.TenantId, input.RunId, input.IsWaiting ? RunStatus.Waiting : RunStatus.Running, cancellationToken);
}
