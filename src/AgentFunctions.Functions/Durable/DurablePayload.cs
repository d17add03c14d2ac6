using System.Text.Json;

namespace AgentFunctions.Functions.Durable;

internal static class DurablePayload
{
    public static JsonElement Null { get; } = Parse("null")!.Value;

    /// <summary>Nothing at all reads as null does.</summary>
    public static T? Read<T>(JsonElement value, JsonSerializerOptions json) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? default : value.Deserialize<T>(json);

    /// <summary>Nothing at all cannot be written; null can.</summary>
    public static JsonElement Defined(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? Null : value;

    public static JsonElement? Parse(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
