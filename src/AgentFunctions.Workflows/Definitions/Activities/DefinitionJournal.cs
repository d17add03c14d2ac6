using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Agents.Progress;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>The journal of steps of definitions: how they begin, wait and end. A step that has ended is not done again; what the journal says of it is the result.</summary>
internal sealed class DefinitionJournal(IRunJournal journal, StepContents contents, TimeProvider time)
{
    public static bool IsEnded(RunStep step) => step.Status is RunStepStatus.Succeeded or RunStepStatus.Failed or RunStepStatus.Cancelled;

    /// <param name="input">The step.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Of the tool, agent, workflow or event.</param>
    /// <param name="content">What goes in; null for nothing.</param>
    /// <param name="callId">Of this try; null where the ledger sees none.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<RunStep> BeginAsync(StepInput input, RunStepKind kind, string name, JsonElement? content, string? callId, CancellationToken cancellationToken)
    {
        var wanted = new RunStep
        {
            Id = input.StepId,
            Kind = input.IsUndo && kind == RunStepKind.Tool ? RunStepKind.Compensation : kind,
            Name = name,
            Status = RunStepStatus.Running,
            StartedAt = time.GetUtcNow(),
            InputDigest = TurnDigest.OfCall(name, content, null),
            Input = content,
            CallIds = callId is null ? [] : [callId],
        };
        var step = await journal.BeginAsync(input.TenantId, input.RunId, wanted, cancellationToken);
        if (IsEnded(step) || callId is null || step.CallIds.Contains(callId)) return step;
        return await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Running, Error = null, CallIds = [.. step.CallIds, callId] }, cancellationToken);
    }

    /// <param name="input">The step.</param>
    /// <param name="step">As it stands.</param>
    /// <param name="output">What came of it.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <param name="label">What that is worth; null where it is the product's own, or what people said.</param>
    public async ValueTask<StepResult> SucceedAsync(StepInput input, RunStep step, JsonElement output, CancellationToken cancellationToken, ContentLabel? label = null) =>
        await ResultAsync(input, await EndAsync(input, step with { Label = label }, RunStepStatus.Succeeded, output, null, cancellationToken), cancellationToken);

    public async ValueTask<StepResult> FailAsync(StepInput input, RunStep step, RunFault fault, CancellationToken cancellationToken, bool isFatal = false, JsonElement? output = null, ContentLabel? label = null)
    {
        var ended = await EndAsync(input, step with { Label = label }, RunStepStatus.Failed, output, $"{fault.Code}: {fault.Message}", cancellationToken);
        return ended.Status == RunStepStatus.Failed
            ? StepResult.Failed(fault, isFatal) with { Bytes = await BytesAsync(input, ended.Input, cancellationToken) + await BytesAsync(input, ended.Output, cancellationToken) }
            : await ResultAsync(input, ended, cancellationToken);
    }

    /// <summary>What cannot even be begun, because its input has no value, is a failed step as well.</summary>
    public async ValueTask<StepResult> RefuseAsync(StepInput input, RunStepKind kind, string name, RunFault fault, CancellationToken cancellationToken)
    {
        var step = await BeginAsync(input, kind, name, null, null, cancellationToken);
        return IsEnded(step) ? await ResultAsync(input, step, cancellationToken) : await FailAsync(input, step, fault, cancellationToken);
    }

    public async ValueTask<StepResult> PostponeAsync(StepInput input, RunStep step, RunFault fault, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Waiting, Error = $"{fault.Code}: {fault.Message}" }, cancellationToken);
        return new StepResult { Outcome = StepOutcome.NotNow, Fault = fault, RetryAfter = retryAfter };
    }

    public async ValueTask<StepResult> AskAsync(StepInput input, RunStep step, Approval approval, bool isOutcome, CancellationToken cancellationToken)
    {
        await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Waiting, ApprovalId = approval.Id }, cancellationToken);
        return new StepResult
        {
            Outcome = StepOutcome.Asked,
            ApprovalId = approval.Id,
            IsOutcome = isOutcome,
            ExpiresAt = approval.ExpiresAt,

            // A request that was there already tells whoever asked first.
            EventName = approval.Request.Signal?.EventName ?? input.EventName,
        };
    }

    public async ValueTask WaitAsync(StepInput input, RunStep step, CancellationToken cancellationToken) =>
        await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Waiting }, cancellationToken);

    /// <summary>What the workflow needs to know of a step that has ended.</summary>
    public async ValueTask<StepResult> ResultAsync(StepInput input, RunStep step, CancellationToken cancellationToken)
    {
        switch (step.Status)
        {
            case RunStepStatus.Succeeded:
                var output = step.Output is { } written ? await contents.ReadAsync(input.TenantId, input.RunId, written, cancellationToken) : Running.EnvironmentJson.Null;
                return new StepResult
                {
                    Outcome = StepOutcome.Done,
                    IsCopied = step.IsCopied,
                    Output = await contents.KeepAsync(input.TenantId, input.RunId, output, cancellationToken),
                    Bytes = await BytesAsync(input, step.Input, cancellationToken) + Running.EnvironmentJson.SizeOf(output),
                };
            case RunStepStatus.Failed:
                var colon = step.Error?.IndexOf(": ", StringComparison.Ordinal) ?? -1;
                return StepResult.Failed(colon > 0 ? new RunFault(422, step.Error![..colon], step.Error[(colon + 2)..]) : new RunFault(422, ErrorCodes.Conflict, step.Error ?? "The step failed."));
            default:
                return StepResult.Failed(new RunFault(409, ErrorCodes.RunClosed, step.Error ?? "The step is over."), isFatal: true);
        }
    }

    private async ValueTask<long> BytesAsync(StepInput input, JsonElement? content, CancellationToken cancellationToken) =>
        content is { } written ? Running.EnvironmentJson.SizeOf(await contents.ReadAsync(input.TenantId, input.RunId, written, cancellationToken)) : 0;

    private ValueTask<RunStep> EndAsync(StepInput input, RunStep step, RunStepStatus status, JsonElement? output, string? error, CancellationToken cancellationToken) =>
        journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = status, EndedAt = time.GetUtcNow(), Output = output, Error = error }, cancellationToken);
}
