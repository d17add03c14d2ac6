using System.Security.Cryptography;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identifiers;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>
/// One turn of a model. A step that has ended is not taken again. One that was broken off is: a provider gives no way to ask what became of a call, so the turn is paid for twice at the provider; the first hold is settled at
/// what is known of it when its lease ends, and the answer is charged once.
/// </summary>
internal sealed class CallModelActivity(
    IRunWork runs, IAgentBlueprints blueprints, AgentCallers callers, IContextAssembler context, IModelInvoker models, IRunJournal journal, ModelAnswers answers, TimeProvider time) : Activity<ModelStepInput, ModelStepResult>
{
    public override async Task<ModelStepResult> RunAsync(ModelStepInput input, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is not { } work) return Failed(new RunFault(404, ErrorCodes.NotFound, "The run is gone."));
        if (await blueprints.FindAsync(work, cancellationToken) is not { } blueprint) return Failed(new RunFault(404, ErrorCodes.NotFound, $"The version of agents/{work.Run.Agent} that the run began with is not kept any more."));
        if (blueprint.Model is not { } model) return Failed(new RunFault(400, ErrorCodes.ModelNotFound, $"agents/{blueprint.Id} names no model for its runs: set spec.model, or list one in spec.models that is no pattern."));
        var names = FunctionNames.Of(blueprint);
        var assembled = await context.AssembleAsync(new AgentTurn(work, blueprint, input.Previous), cancellationToken);
        if (assembled.Value is not { } shown) return Failed(RunFault.Of(assembled.Error!));
        var body = ModelBody.Write(model, blueprint, names, shown.Messages);

        var callId = CallId.New();
        var step = await BeginAsync(input, model, body, callId, cancellationToken);
        if (step.Status is RunStepStatus.Succeeded) return await answers.ResultAsync(work, step, cancellationToken);
        if (step.Status is RunStepStatus.Failed or RunStepStatus.Cancelled) return Failed(new RunFault(409, ErrorCodes.RunClosed, step.Error ?? "The step is over."));

        var reply = await InvokeAsync(work, callId, body, input.Deadline, cancellationToken);
        return reply.Value is { } value
            ? await answers.TakeAsync(work, blueprint, names, input, step, shown, value, cancellationToken)
            : await RefusedAsync(input, step, reply.Error!, cancellationToken);
    }

    private async ValueTask<RunStep> BeginAsync(ModelStepInput input, string model, ReadOnlyMemory<byte> body, string callId, CancellationToken cancellationToken)
    {
        var wanted = new RunStep
        {
            Id = StepIds.Model(input.Number),
            Kind = RunStepKind.Model,
            Name = model,
            Status = RunStepStatus.Running,
            StartedAt = time.GetUtcNow(),
            InputDigest = Convert.ToHexStringLower(SHA256.HashData(body.Span)),
            Input = ModelStepSummary.Of(model, input.Previous, body.Length),
            CallIds = [callId],
        };
        var step = await journal.BeginAsync(input.TenantId, input.RunId, wanted, cancellationToken);
        if (step.Status is not (RunStepStatus.Running or RunStepStatus.Waiting) || step.CallIds.Contains(callId)) return step;
        return await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Running, Error = null, CallIds = [.. step.CallIds, callId] }, cancellationToken);
    }

    private async ValueTask<Outcome<ModelReply>> InvokeAsync(RunWork work, string callId, ReadOnlyMemory<byte> body, DateTimeOffset? deadline, CancellationToken cancellationToken)
    {
        var caller = await callers.FindAsync(work.TenantId, work.Run.Agent, cancellationToken);
        if (caller.Value is not { } agent) return caller.Error!;
        var left = deadline - time.GetUtcNow();
        if (left <= TimeSpan.Zero) return DeadlinePassed;
        using var end = left is { } span && span.TotalMilliseconds < int.MaxValue ? new CancellationTokenSource(span, time) : new CancellationTokenSource();
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end.Token);
        try
        {
            return await models.InvokeAsync(new ModelRequest { CallId = callId, Caller = agent, Body = body, RunId = work.Run.Id, SessionId = work.Run.Session, EndUser = work.Run.EndUser }, life.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return DeadlinePassed;
        }
    }

    private async ValueTask<ModelStepResult> RefusedAsync(ModelStepInput input, RunStep step, ApiError error, CancellationToken cancellationToken)
    {
        var fault = RunFault.Of(error);
        if (!Waits.MayComeLater(error)) return Failed(fault);
        await journal.UpdateAsync(input.TenantId, input.RunId, step with { Status = RunStepStatus.Waiting, Error = $"{fault.Code}: {fault.Message}" }, cancellationToken);
        return new ModelStepResult { Outcome = ModelStepOutcome.NotNow, Fault = fault, RetryAfter = error.RetryAfter };
    }

    private static ApiError DeadlinePassed { get; } = new(408, ErrorCodes.DeadlineExceeded, "The run was not over at its deadline.");

    private static ModelStepResult Failed(RunFault fault) => new() { Outcome = ModelStepOutcome.Failed, Fault = fault };
}
