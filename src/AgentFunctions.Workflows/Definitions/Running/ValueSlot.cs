using System.Text.Json;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>A place where the workflow holds a value.</summary>
/// <param name="Value">What is there.</param>
/// <param name="Write">Puts something else there.</param>
internal sealed record ValueSlot(JsonElement Value, Action<JsonElement> Write);
