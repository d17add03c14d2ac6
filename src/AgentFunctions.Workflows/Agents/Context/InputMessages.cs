using System.Text.Json;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>The input of a run as messages: text as one message of the user, an object with <c>messages</c> as these, any other JSON written out.</summary>
internal static class InputMessages
{
    /// <param name="input">As the run was started.</param>
    /// <param name="isTrusted">Whether a caller's own system messages may be that; otherwise they are the user's.</param>
    public static IReadOnlyList<InputMessage> Read(JsonElement input, bool isTrusted)
    {
        if (IsConversation(input))
            return [.. input.GetProperty("messages").EnumerateArray().Select((message, index) => new InputMessage(index, isTrusted || !IsSystem(message) ? message : ChatMessages.Of("user", ChatMessages.Text(message.GetProperty("content"))), Role(message)!))];
        return [new InputMessage(0, ChatMessages.Of("user", input.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? "" : ChatMessages.Text(input)), "user")];
    }

    /// <summary>It is a list of messages, as chat completions have it.</summary>
    public static bool IsConversation(JsonElement input) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty("messages", out var messages) && messages.ValueKind == JsonValueKind.Array && messages.GetArrayLength() > 0 && messages.EnumerateArray().All(IsMessage);

    private static bool IsMessage(JsonElement message) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty("content", out var content) && content.ValueKind is JsonValueKind.String or JsonValueKind.Array && Role(message) is "system" or "developer" or "user" or "assistant";

    private static bool IsSystem(JsonElement message) => Role(message) is "system" or "developer";

    private static string? Role(JsonElement message) => message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String ? role.GetString() : null;
}
