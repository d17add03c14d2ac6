using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Tools;
using AgentFunctions.Workflows.Agents.Progress;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>The journal of calls: how they begin, wait and end.</summary>
internal sealed class CallSteps(IRunJournal journal, StepContent content, TimeProvider time)
{
    public static bool IsEnded(RunStep step) => step.Status is RunStepStatus.Succeeded or RunStepStatus.Failed or RunStepStatus.Cancelled;

    public static CallStepResult Failed(RunFault fault) => new() { Outcome = CallStepOutcome.Failed, Fault = fault };

    /// <param name="input">The call.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="arguments">What goes in.</param>
    /// <param name="callId">Of this try; null where the ledger sees none.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<RunStep> BeginAsync(CallStepInput input, RunStepKind kind, JsonElement arguments, string? callId, CancellationToken cancellationToken)
    {
        var wanted = new RunStep
        {
            Id = input.StepId,
            Kind = kind,
            Name = input.Target,
            Status = RunStepStatus.Running,
            StartedAt = time.GetUtcNow(),
            InputDigest = TurnDigest.OfCall(input.Target, arguments, null),
            Input = arguments,
            CallIds = callId is null ? [] : [callId],
        };
        var step = await journal.BeginAsync(input.TenantId, input.RunId, wanted, cancellationToken);
        if (IsEnded(step) || callId is null || step.CallIds.Contains(callId)) return step;
        return await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Running, Error = null, CallIds = [.. step.CallIds, callId] }, cancellationToken);
    }

    public ValueTask<CallStepResult> CompleteAsync(CallStepInput input, RunStep step, JsonElement arguments, ToolResult result, CancellationToken cancellationToken) => EndAsync(
        input,
        step,
        new CallOutput
        {
            Content = result.Content,
            IsError = result.IsError,
            Integrity = LabelNames.Of(result.Label.Integrity),
            Confidentiality = LabelNames.Of(result.Label.Confidentiality),
            Status = result.Status,
            Digest = TurnDigest.OfCall(input.Target, arguments, result.Content),
        },
        result.IsError ? "tool_error: the tool says that it failed" : null,
        cancellationToken);

    /// <summary>The call was not made; the model is told why.</summary>
    public ValueTask<CallStepResult> RefuseAsync(CallStepInput input, RunStep step, JsonElement arguments, RunFault fault, CancellationToken cancellationToken) =>
        TellAsync(input, step, arguments, $"The call was not made ({fault.Code}): {fault.Message}", $"{fault.Code}: {fault.Message}", cancellationToken);

    public ValueTask<CallStepResult> DenyAsync(CallStepInput input, RunStep step, JsonElement arguments, string reason, CancellationToken cancellationToken) =>
        TellAsync(input, step, arguments, reason, $"approval_denied: {reason}", cancellationToken);

    public async ValueTask<CallStepResult> PostponeAsync(CallStepInput input, RunStep step, RunFault fault, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Waiting, Error = $"{fault.Code}: {fault.Message}" }, cancellationToken);
        return new CallStepResult { Outcome = CallStepOutcome.NotNow, Fault = fault, RetryAfter = retryAfter };
    }

    public async ValueTask<CallStepResult> AskAsync(CallStepInput input, RunStep step, Approval approval, bool isOutcome, CancellationToken cancellationToken)
    {
        await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Waiting, ApprovalId = approval.Id }, cancellationToken);
        return new CallStepResult
        {
            Outcome = CallStepOutcome.Asked,
            ApprovalId = approval.Id,
            IsOutcome = isOutcome,
            ExpiresAt = approval.ExpiresAt,

            // A request that was there already tells whoever asked first.
            EventName = approval.Request.Signal?.EventName ?? input.EventName,
        };
    }

    /// <summary>Ends a step with what the model is told, and an error where it failed.</summary>
    public async ValueTask<CallStepResult> EndAsync(CallStepInput input, RunStep step, CallOutput output, string? error, CancellationToken cancellationToken)
    {
        var ended = await journal.UpdateAsync(
            input.TenantId,
            input.RunId,
            step with
            {
                Status = error is null ? RunStepStatus.Succeeded : RunStepStatus.Failed,
                EndedAt = time.GetUtcNow(),
                Error = error,
                Output = JsonSerializer.SerializeToElement(output, AgentJson.Default.CallOutput),
                Label = output.Integrity is null && output.Confidentiality is null ? null : output.Label,
            },
            cancellationToken);
        return await ResultAsync(input, ended, cancellationToken);
    }

    /// <summary>What the workflow needs to know of a step that has ended.</summary>
    public async ValueTask<CallStepResult> ResultAsync(CallStepInput input, RunStep step, CancellationToken cancellationToken)
    {
        if (step.Output is not { } written) return Failed(new RunFault(409, Core.Errors.ErrorCodes.RunClosed, step.Error ?? "The step is over."));
        var output = await content.ReadAsync(input.TenantId, input.RunId, written, AgentJson.Default.CallOutput, cancellationToken);
        return new CallStepResult { Outcome = CallStepOutcome.Done, Digest = output.Digest, IsError = output.IsError };
    }

    private ValueTask<CallStepResult> TellAsync(CallStepInput input, RunStep step, JsonElement arguments, string message, string error, CancellationToken cancellationToken)
    {
        var told = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["error"] = message }, AgentJson.Default.DictionaryStringString);
        return EndAsync(input, step, new CallOutput { Content = told, IsError = true, Digest = TurnDigest.OfCall(input.Target, arguments, told) }, error, cancellationToken);
    }
}
