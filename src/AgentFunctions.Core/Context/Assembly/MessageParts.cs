using System.Text.Json;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The shapes within a message: parts of its content and calls of tools.</summary>
internal static class MessageParts
{
    /// <summary>The text of a part; null for a part of any other type.</summary>
    public static string? TextOf(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("text"u8)
        && part.TryGetProperty("text"u8, out var text)
            ? MessageReader.TextOf(text)
            : null;

    /// <summary>An image, a sound or a file: what it costs has nothing to do with how long it is written.</summary>
    public static bool IsMedia(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object
        && (part.TryGetProperty("image_url"u8, out _) || part.TryGetProperty("input_audio"u8, out _) || part.TryGetProperty("file"u8, out _));

    /// <summary>A call; its id is empty where it has none, so that nothing answers it.</summary>
    public static ToolCallPart CallOf(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object) return new ToolCallPart("", null, null);
        var id = call.TryGetProperty("id"u8, out var given) ? MessageReader.TextOf(given) ?? "" : "";
        if (!call.TryGetProperty("function"u8, out var function) || function.ValueKind != JsonValueKind.Object) return new ToolCallPart(id, null, null);
        var name = function.TryGetProperty("name"u8, out var called) ? MessageReader.TextOf(called) : null;
        return new ToolCallPart(id, name, function.TryGetProperty("arguments"u8, out var arguments) ? MessageReader.TextOf(arguments) : null);
    }
}
