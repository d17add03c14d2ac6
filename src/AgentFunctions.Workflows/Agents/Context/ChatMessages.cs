using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>Messages as OpenAI's chat completions take them.</summary>
internal static class ChatMessages
{
    public static JsonElement Of(string role, string text) => JsonSerializer.SerializeToElement(new ChatText(role, text), AgentJson.Default.ChatText);

    /// <summary>A tool's answer. The content is text: JSON other than a string is written out.</summary>
    public static JsonElement Tool(string callId, JsonElement content) => JsonSerializer.SerializeToElement(new ChatToolResult("tool", callId, Text(content)), AgentJson.Default.ChatToolResult);

    /// <summary>The message where it holds at most so many bytes as JSON, else the beginning of its text, and that it goes on.</summary>
    public static JsonElement Cut(JsonElement message, int maxBytes)
    {
        if (Bytes(message) <= maxBytes) return message;
        var text = message.TryGetProperty("content", out var content) ? Text(content) : "";
        var role = message.GetProperty("role").GetString()!;
        for (var length = Math.Min(text.Length, maxBytes); ; length /= 2)
        {
            var end = length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
            var cut = Of(role, string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, end)}\n[cut: {text.Length} characters in all; the run holds them]"));
            if (Bytes(cut) <= maxBytes || length == 0) return cut;
        }
    }

    private static int Bytes(JsonElement message) => JsonSerializer.SerializeToUtf8Bytes(message, AgentJson.Default.JsonElement).Length;

    public static string Text(JsonElement content) => content.ValueKind == JsonValueKind.String ? content.GetString()! : content.GetRawText();
}
