using System.Text.Json;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>Messages as OpenAI's chat completions take them.</summary>
internal static class ChatMessages
{
    public static JsonElement Of(string role, string text) => JsonSerializer.SerializeToElement(new ChatText(role, text), AgentJson.Default.ChatText);

    /// <summary>A tool's answer. The content is text: JSON other than a string is written out.</summary>
    public static JsonElement Tool(string callId, JsonElement content) => JsonSerializer.SerializeToElement(new ChatToolResult("tool", callId, Text(content)), AgentJson.Default.ChatToolResult);

    public static string Text(JsonElement content) => content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText();
}
