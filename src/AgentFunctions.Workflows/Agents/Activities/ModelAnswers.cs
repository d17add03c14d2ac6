using System.Text.Json;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Agents.Context;
using AgentFunctions.Workflows.Agents.Progress;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Reads what a model answered, checks the calls it proposes and the answer it gives, and writes the step.</summary>
internal sealed class ModelAnswers(IRunJournal journal, StepContent content, TimeProvider time)
{
    public async ValueTask<ModelStepResult> TakeAsync(
        RunWork work, AgentBlueprint blueprint, FunctionNames names, ModelStepInput input, RunStep step, AgentContext shown, ModelReply reply, CancellationToken cancellationToken)
    {
        var output = Read(blueprint, names, input, step.Id, reply) with { Context = shown.State, Recalled = input.Previous is null ? shown.Recalled : null };
        var ended = await journal.UpdateAsync(
            work.TenantId,
            work.Run.Id,
            step with
            {
                Status = RunStepStatus.Succeeded,
                EndedAt = time.GetUtcNow(),
                Error = null,
                Context = shown.Measured,
                Label = output.Recalled?.Label,
                Usage = new RunStepUsage(step.Name, 1, reply.Tokens, reply.Cost.Value),
                Output = JsonSerializer.SerializeToElement(output, AgentJson.Default.ModelOutput),
            },
            cancellationToken);
        return await ResultAsync(work, ended, cancellationToken);
    }

    /// <summary>What the workflow needs to know of a step that has ended.</summary>
    public async ValueTask<ModelStepResult> ResultAsync(RunWork work, RunStep step, CancellationToken cancellationToken)
    {
        if (step.Output is not { } written) return new ModelStepResult { Outcome = ModelStepOutcome.Failed, Fault = new Running.RunFault(409, Core.Errors.ErrorCodes.RunClosed, step.Error ?? "The step is over.") };
        var output = await content.ReadAsync(work.TenantId, work.Run.Id, written, AgentJson.Default.ModelOutput, cancellationToken);
        if (output.Calls.Count > 0)
        {
            return new ModelStepResult
            {
                Outcome = ModelStepOutcome.Calls,
                Calls = [.. output.Calls.Select(static call => call with { Problem = null })],
                RejectedDigests = [.. output.Calls.Index().Where(static call => call.Item.StepId is null).Select(call => Rejected(output.Message, call.Index, call.Item))],
            };
        }

        return output.Repair is null ? new ModelStepResult { Outcome = ModelStepOutcome.Answered }
            : output.Answer is null ? new ModelStepResult { Outcome = ModelStepOutcome.Repair }
            : throw new InvalidOperationException("A step has an answer and asks for another.");
    }

    private static ModelOutput Read(AgentBlueprint blueprint, FunctionNames names, ModelStepInput input, string stepId, ModelReply reply)
    {
        var message = AssistantMessage.Read(reply.Answer, stepId, out var finishReason) ?? ChatMessages.Of("assistant", "");
        var output = new ModelOutput { Message = message, FinishReason = finishReason, Previous = input.Previous, Calls = CallCheck.Run(message, names, input.Number) };
        if (output.Calls.Count > 0) return output;
        var text = AssistantMessage.Content(message);
        if (blueprint.Spec.Output is not { } schema) return output with { Answer = JsonSerializer.SerializeToElement(text, AgentJson.Default.String) };
        var problem = OutputCheck.Read(text, schema, out var answer);
        return problem is null ? output with { Answer = answer } : output with { Repair = problem };
    }

    private static string Rejected(JsonElement message, int index, ProposedCall call) =>
        TurnDigest.OfCall(call.Target, JsonSerializer.SerializeToElement(AssistantMessage.Call(message, index).Arguments, AgentJson.Default.String), JsonSerializer.SerializeToElement(call.Problem ?? "", AgentJson.Default.String));
}
