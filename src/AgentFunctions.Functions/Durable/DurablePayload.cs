using System.Text.Json;

namespace AgentFunctions.Functions.Durable;

internal static class DurablePayload
{
    /// <summary>Nothing at all reads as null does.</summary>
    public static T? Read<T>(JsonElement value, JsonSerializerOptions json) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? default : value.Deserialize<T>(json);

    /// <summary>What Durable Task is given for it: it cannot write what is nothing at all.</summary>
    public static object? ToWire(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? null : value;

    public static JsonElement? Parse(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
