using System.Text.Json.Serialization;

namespace AgentFunctions.Workflows.Agents.Context;

internal sealed record ChatToolResult(string Role, [property: JsonPropertyName("tool_call_id")] string ToolCallId, string Content);
