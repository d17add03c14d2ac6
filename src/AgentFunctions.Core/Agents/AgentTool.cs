using System.Text.Json;

namespace AgentFunctions.Core.Agents;

/// <summary>A tool as an agent is offered it.</summary>
/// <param name="Id">Id of the tool.</param>
/// <param name="Description">For the model; null for none.</param>
/// <param name="Parameters">JSON Schema of its arguments; null: it takes none.</param>
/// <param name="Pin">ETag of the version that the run pinned; null where none is.</param>
public sealed record AgentTool(string Id, string? Description, JsonElement? Parameters, string? Pin)
{
    /// <summary>Fields of its JSON that are of use; null: all.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>How a call that took effect is undone; null where it is not.</summary>
    public ToolCompensation? Compensation { get; init; }
}
