using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Closes a run. What closed it first stands.</summary>
internal sealed class CloseDefinitionActivity(IRunJournal journal, IRunWork runs, StepContents contents) : Activity<CloseInput, RunEnd>
{
    public override async Task<RunEnd> RunAsync(CloseInput input, CancellationToken cancellationToken)
    {
        var output = input.Output is { } written ? await contents.ReadAsync(input.TenantId, input.RunId, written, cancellationToken) : (System.Text.Json.JsonElement?)null;
        var isOurs = await journal.CloseAsync(input.TenantId, input.RunId, input.Status, output, input.Fault?.ToError(), cancellationToken);
        var status = isOurs ? input.Status : (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken))?.Run.Status ?? RunStatus.Terminated;
        return new RunEnd(input.RunId, RunStatuses.ToName(status));
    }
}
