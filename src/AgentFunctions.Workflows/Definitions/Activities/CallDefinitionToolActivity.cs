using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identifiers;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>One try of a tool step. Every try bears the same idempotency key, so the pipeline and the tool know it again; what people decided is looked at first, and so is a step that has ended.</summary>
internal sealed class CallDefinitionToolActivity(StepReading reading, StepContents contents, DefinitionJournal journal, IActingCallers callers, IToolGateway tools, IApprovals approvals) : Activity<StepInput, StepResult>
{
    private const int MaxShown = 500;

    public override async Task<StepResult> RunAsync(StepInput input, CancellationToken cancellationToken)
    {
        var (found, tool, missing) = await reading.FindAsync<DefinitionStep.Tool>(input, cancellationToken);
        if (missing is not null) return missing;
        var work = found!;
        var (arguments, fault) = await contents.RenderAsync(tool!.Arguments, input, tool.Path + ".arguments", cancellationToken);
        if (fault is not null) return await journal.RefuseAsync(input, RunStepKind.Tool, tool.ToolId, fault, cancellationToken);
        var callId = CallId.New();
        var step = await journal.BeginAsync(input, RunStepKind.Tool, tool.ToolId, arguments, callId, cancellationToken);
        if (DefinitionJournal.IsEnded(step)) return await journal.ResultAsync(input, step, cancellationToken);
        if (input.WaitedFor is { } asked && await DecisionAsync(input, work, step, tool.ToolId, asked, cancellationToken) is { } undecided) return undecided;
        if (!input.IsInAnyCase && Cancelling.HoldsBack(work, step)) return await journal.PostponeAsync(input, step, Cancelling.Fault, null, cancellationToken);
        var caller = await callers.FindAsync(input.TenantId, work.Run.Agent, cancellationToken);
        if (caller.Value is not { } agent) return await RefusedAsync(input, step, caller.Error!, cancellationToken);
        var answer = await tools.InvokeAsync(
            new ToolCall
            {
                CallId = callId,
                Caller = agent,
                Tool = tool.ToolId,
                Arguments = arguments!.Value,
                IdempotencyKey = $"{input.RunId}:{input.StepId}",
                RunId = input.RunId,
                StepId = input.StepId,
                SessionId = work.Run.Session,
                EndUser = work.Run.EndUser,
                ApprovalId = input.ApprovalId,
                RequestedBy = work.StartedBy,
                PublishedBy = work.PublishedBy,
                Signal = new DecisionSignal(input.InstanceId, input.EventName),
                ErrorsFrom = step.StartedAt,
                Rewinds = work.Rewinds,
                PinnedTool = work.Pins.GetValueOrDefault("tools/" + tool.ToolId)?.ETag,
            },
            cancellationToken);
        return answer switch
        {
            ToolAnswer.Completed { Result.IsError: false } completed => await journal.SucceedAsync(input, step, completed.Result.Content, cancellationToken, completed.Result.Label),
            ToolAnswer.Completed failed => await journal.FailAsync(input, step, Told(tool.ToolId, failed.Result), cancellationToken, output: failed.Result.Content, label: failed.Result.Label),
            ToolAnswer.NeedsApproval needs => await journal.AskAsync(input, step, needs.Approval, isOutcome: false, cancellationToken),
            ToolAnswer.OutcomeUnknown unknown => await journal.AskAsync(input, step, unknown.Approval, isOutcome: true, cancellationToken),
            ToolAnswer.Refused refused => await RefusedAsync(input, step, refused.Error, cancellationToken),
            _ => throw new InvalidOperationException("A tool answer of a kind that does not exist."),
        };
    }

    private static RunFault Told(string tool, ToolResult result)
    {
        var text = result.Content.ValueKind == JsonValueKind.String ? result.Content.GetString()! : result.Content.GetRawText();
        return new RunFault(502, ErrorCodes.ToolFailed, $"tools/{tool} answered {(result.Status is { } status ? $"{status}" : "with an error")}: {(text.Length > MaxShown ? text[..MaxShown] : text)}");
    }

    /// <summary>What people said, where that does not let the call go on; null where it does.</summary>
    private async ValueTask<StepResult?> DecisionAsync(StepInput input, RunWork work, RunStep step, string tool, string approvalId, CancellationToken cancellationToken)
    {
        if (await approvals.FindAsync(input.TenantId, approvalId, cancellationToken) is not { } approval) return await DenyAsync(input, step, "The request for approval does not exist any more.", cancellationToken);
        var isOutcome = approval.Request.Kind == ApprovalKind.Outcome;
        return approval.Status switch
        {
            ApprovalStatus.Pending => await journal.AskAsync(input, step, approval, isOutcome, cancellationToken),
            ApprovalStatus.Approved when !input.IsInAnyCase && Cancelling.HoldsBack(work, approval) => await journal.PostponeAsync(input, step, Cancelling.Fault, null, cancellationToken),
            ApprovalStatus.Approved or ApprovalStatus.Used => null,
            _ when isOutcome => StepResult.Failed(new RunFault(409, ErrorCodes.OutcomeUnknown, $"Nobody said in time whether the call of tools/{tool} in step {input.StepId} took effect."), isFatal: true),
            _ => await DenyAsync(input, step, PeopleAnswers.Refusal(approval), cancellationToken),
        };
    }

    private ValueTask<StepResult> DenyAsync(StepInput input, RunStep step, string reason, CancellationToken cancellationToken) => journal.FailAsync(input, step, new RunFault(403, ErrorCodes.ApprovalDenied, reason), cancellationToken);

    private async ValueTask<StepResult> RefusedAsync(StepInput input, RunStep step, ApiError error, CancellationToken cancellationToken)
    {
        var fault = RunFault.Of(error);

        // Money is for the whole run; a try that catches it could only spend what is not there.
        if (error.Code is ErrorCodes.BudgetExhausted or ErrorCodes.RequestExceedsLimit or ErrorCodes.RunClosed or ErrorCodes.Suspended) return await journal.FailAsync(input, step, fault, cancellationToken, isFatal: true);
        if (Waits.MayComeLater(error) && (!input.IsLastTry || Waits.IsLimit(fault))) return await journal.PostponeAsync(input, step, fault, error.RetryAfter, cancellationToken);
        return await journal.FailAsync(input, step, fault, cancellationToken);
    }
}
