using System.Text.Json;

namespace AgentFunctions.Core.Agents;

/// <summary>An agent that another may hand work to.</summary>
/// <param name="Id">Id of the agent.</param>
/// <param name="Description">What it is for, for the model; null for none.</param>
public sealed record CallableAgent(string Id, string? Description)
{
    /// <summary>JSON Schema of the work it takes; null: text.</summary>
    public JsonElement? Handoff { get; init; }
}
