using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <param name="Value">The value, larger content as a reference of the run; null where there is none.</param>
/// <param name="Error">Why there is none.</param>
internal sealed record EvaluateResult(JsonElement? Value, string? Error) : IWritten
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Bytes { get; init; }
}
