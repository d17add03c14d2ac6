using System.Text.Json;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <param name="TenantId">Whose.</param>
/// <param name="RunId">Which run.</param>
/// <param name="Template">JSON whose texts may hold expressions.</param>
/// <param name="Environment">What they see; larger values as references of the run.</param>
internal sealed record EvaluateInput(string TenantId, string RunId, JsonElement Template, JsonElement Environment)
{
    /// <summary>The value is to be a reference however small it is.</summary>
    public bool Stows { get; init; }
}
