using System.Text.Json;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identifiers;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>
/// One try of a tool call. Every try of a step bears the same idempotency key, so the pipeline and the tool know it again; what people decided is looked at first, and so is a step that has ended.
/// </summary>
internal sealed class CallToolActivity(IRunWork runs, IAgentBlueprints blueprints, AgentCallers callers, IToolGateway tools, IApprovals approvals, CallArguments arguments, CallSteps steps, SeenContent seen) : Activity<CallStepInput, CallStepResult>
{
    public override async Task<CallStepResult> RunAsync(CallStepInput input, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is not { } work) return CallSteps.Failed(new RunFault(404, ErrorCodes.NotFound, "The run is gone."));
        var blueprint = await blueprints.FindAsync(work, cancellationToken);
        var given = await arguments.ReadAsync(input, blueprint, cancellationToken);
        var callId = CallId.New();
        var step = await steps.BeginAsync(input, input.Undoes is null ? RunStepKind.Tool : RunStepKind.Compensation, given, callId, cancellationToken);
        if (CallSteps.IsEnded(step)) return await steps.ResultAsync(input, step, cancellationToken);

        if (input.WaitedFor is { } asked && await DecisionAsync(input, work, step, given, asked, cancellationToken) is { } undecided) return undecided;
        if (input.Undoes is null && Cancelling.HoldsBack(work, step)) return await steps.PostponeAsync(input, step, Cancelling.Fault, null, cancellationToken);
        var caller = await callers.FindAsync(input.TenantId, work.Run.Agent, cancellationToken);
        if (caller.Value is not { } agent) return await RefusedAsync(input, step, given, caller.Error!, cancellationToken);
        var shown = await seen.BeforeToolAsync(work, blueprint, input, cancellationToken);
        var call = new ToolCall
        {
            CallId = callId,
            Caller = agent,
            Tool = input.Target,
            Arguments = given,
            IdempotencyKey = $"{input.RunId}:{input.StepId}",
            RunId = input.RunId,
            StepId = input.StepId,
            SessionId = work.Run.Session,
            EndUser = work.Run.EndUser,
            Seen = shown.Integrity,
            SeenConfidentiality = shown.Confidentiality,
            ApprovalId = input.ApprovalId,
            RequestedBy = work.StartedBy,
            PublishedBy = work.PublishedBy,
            Signal = new DecisionSignal(input.InstanceId, input.EventName),
            PinnedTool = work.Pins.GetValueOrDefault("tools/" + input.Target)?.ETag,
        };
        return await tools.InvokeAsync(call, cancellationToken) switch
        {
            ToolAnswer.Completed completed => await steps.CompleteAsync(input, step, given, completed.Result, cancellationToken),
            ToolAnswer.NeedsApproval needs => await steps.AskAsync(input, step, needs.Approval, isOutcome: false, cancellationToken),
            ToolAnswer.OutcomeUnknown unknown => await steps.AskAsync(input, step, unknown.Approval, isOutcome: true, cancellationToken),
            ToolAnswer.Refused refused => await RefusedAsync(input, step, given, refused.Error, cancellationToken),
            _ => throw new InvalidOperationException("A tool answer of a kind that does not exist."),
        };
    }

    /// <summary>What people said, where that does not let the call go on; null where it does.</summary>
    private async ValueTask<CallStepResult?> DecisionAsync(CallStepInput input, RunWork work, RunStep step, JsonElement given, string approvalId, CancellationToken cancellationToken)
    {
        if (await approvals.FindAsync(input.TenantId, approvalId, cancellationToken) is not { } approval) return await steps.DenyAsync(input, step, given, "The request for approval does not exist any more.", cancellationToken);
        var isOutcome = approval.Request.Kind == ApprovalKind.Outcome;
        switch (approval.Status)
        {
            case ApprovalStatus.Pending:
                return await steps.AskAsync(input, step, approval, isOutcome, cancellationToken);
            case ApprovalStatus.Approved when input.Undoes is null && Cancelling.HoldsBack(work, approval):
                return await steps.PostponeAsync(input, step, Cancelling.Fault, null, cancellationToken);
            case ApprovalStatus.Approved or ApprovalStatus.Used:
                return null;
            case ApprovalStatus.Denied when !isOutcome:
                return await steps.DenyAsync(input, step, given, Decisions.Denied(approval), cancellationToken);
            case ApprovalStatus.Expired when !isOutcome:
                return await steps.DenyAsync(input, step, given, "Nobody approved the call in time, which counts as a denial.", cancellationToken);
            case ApprovalStatus.Withdrawn when !isOutcome:
                return await steps.DenyAsync(input, step, given, "The request for approval was withdrawn.", cancellationToken);
            default:
                return CallSteps.Failed(new RunFault(409, ErrorCodes.OutcomeUnknown, $"Nobody said in time whether the call of tools/{input.Target} in step {input.StepId} took effect."));
        }
    }

    private async ValueTask<CallStepResult> RefusedAsync(CallStepInput input, RunStep step, JsonElement given, ApiError error, CancellationToken cancellationToken)
    {
        var fault = RunFault.Of(error);

        // Money is for the whole run; a model that is told would only try again.
        if (error.Code is ErrorCodes.BudgetExhausted or ErrorCodes.RequestExceedsLimit or ErrorCodes.RunClosed or ErrorCodes.Suspended) return CallSteps.Failed(fault);
        if (Waits.MayComeLater(error) && (!input.IsLastTry || Waits.IsLimit(fault))) return await steps.PostponeAsync(input, step, fault, error.RetryAfter, cancellationToken);
        return await steps.RefuseAsync(input, step, given, fault, cancellationToken);
    }
}
