using System.Text.Json;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>What the journal says of the input of a model step: the whole of it follows from the steps before, and would make a run grow with the square of its length.</summary>
internal sealed record ModelStepSummary(string Model, string? After, int Bytes)
{
    public static JsonElement Of(string model, string? after, int bytes) => JsonSerializer.SerializeToElement(new ModelStepSummary(model, after, bytes), AgentJson.Default.ModelStepSummary);
}
