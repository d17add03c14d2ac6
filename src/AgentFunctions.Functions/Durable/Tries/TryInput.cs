using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentFunctions.Functions.Durable.Tries;

/// <summary>The input of a try that another may follow.</summary>
internal sealed record TryInput([property: JsonPropertyName("$try")] JsonElement Input);
