using System.Text.Json;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Finds the arguments of a call: as the model wrote them, or, of a call that undoes another, as the tool's declaration makes them.</summary>
internal sealed class CallArguments(IRunJournal journal, StepContent content)
{
    public async ValueTask<JsonElement> ReadAsync(CallStepInput input, AgentBlueprint? blueprint, CancellationToken cancellationToken)
    {
        var model = await OutputAsync(input, input.ModelStep, AgentJson.Default.ModelOutput, cancellationToken);
        var given = AssistantMessage.Arguments(model.Message, input.Index) ?? throw new InvalidOperationException($"Call {input.Index} of step '{input.ModelStep}' has no arguments.");
        if (input.Undoes is not { } undone) return given;
        var template = blueprint?.Tools.FirstOrDefault(tool => tool.Id == model.Calls[input.Index].Target)?.Compensation?.Arguments;
        var result = await OutputAsync(input, undone, AgentJson.Default.CallOutput, cancellationToken);
        return template is { } wanted ? CompensationArguments.Fill(wanted, given, result.Content) : given;
    }

    private async ValueTask<T> OutputAsync<T>(CallStepInput input, string stepId, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var step = await journal.FindAsync(input.TenantId, input.RunId, stepId, cancellationToken);
        return step?.Output is { } output
            ? await content.ReadAsync(input.TenantId, input.RunId, output, type, cancellationToken)
            : throw new InvalidOperationException($"Step '{stepId}' of run '{input.RunId}' has no output.");
    }
}
