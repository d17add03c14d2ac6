using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Ends the record of a step that was stopped and takes back what people were asked for it: nobody waits for their answer. false: the run within the run is not over yet, so neither is the step.</summary>
internal sealed class StopStepActivity(IRunJournal journal, IRunWork runs, IApprovals approvals, TimeProvider time) : Activity<StopInput, bool>
{
    private const string Late = ErrorCodes.StepTimeout + ": It was not over in time.";
    private const string Unknown = ErrorCodes.OutcomeUnknown + ": It was sent, and nobody has said whether it took effect.";
    private const string Needless = "It was not needed any more.";

    public override async Task<bool> RunAsync(StopInput input, CancellationToken cancellationToken)
    {
        if (input.ChildRunId is { } child && await runs.FindAsync(input.TenantId, child, cancellationToken) is not null && await runs.FindResultAsync(input.TenantId, child, cancellationToken) is null) return false;
        if (input.WaitedFor is { } asked) await approvals.WithdrawOneAsync(input.TenantId, asked, "The step that asked was stopped.", cancellationToken);
        if (await journal.FindAsync(input.TenantId, input.RunId, input.StepId, cancellationToken) is { } step && !DefinitionJournal.IsEnded(step))
            await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = input.IsTimeout || input.IsUnknown ? RunStepStatus.Failed : RunStepStatus.Cancelled, EndedAt = time.GetUtcNow(), Error = input.IsUnknown ? Unknown : input.IsTimeout ? Late : Needless }, cancellationToken);
        return true;
    }
}
