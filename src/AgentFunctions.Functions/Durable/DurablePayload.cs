using System.Text.Json;

namespace AgentFunctions.Functions.Durable;

internal static class DurablePayload
{
    /// <summary>Nothing at all reads as null does.</summary>
    public static T? Read<T>(JsonElement value, JsonSerializerOptions json) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? default : value.Deserialize<T>(json);

    public static JsonElement? Parse(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
