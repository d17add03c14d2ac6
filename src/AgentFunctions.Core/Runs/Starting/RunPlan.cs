using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>A target as it is declared now.</summary>
/// <param name="Agent">The agent that acts; empty for a workflow that names none.</param>
/// <param name="Team">Whose it is.</param>
/// <param name="Limits">As declared.</param>
internal sealed record RunPlan(string Agent, string? Team, RunRequestLimits Limits)
{
    /// <summary>Schema of the input; null: anything.</summary>
    public System.Text.Json.JsonElement? Input { get; init; }

    /// <summary>What its users say is worth, as the agent that acts declares.</summary>
    public ContentLabel OfUsers { get; init; } = new(Integrity.Trusted, Confidentiality.Internal);

    /// <summary>JSON Schema of the input of work that others hand to the agent; null: any.</summary>
    public System.Text.Json.JsonElement? Handoff { get; init; }
}
