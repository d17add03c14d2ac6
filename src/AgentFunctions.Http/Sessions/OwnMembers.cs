using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Http.Sessions;

/// <summary>Members of a message that are said to the gateway, beside those of OpenAI's chat completions.</summary>
internal static class OwnMembers
{
    /// <summary>The message without them; as it is where it has none.</summary>
    public static JsonElement Without(JsonElement message, params ReadOnlySpan<string> names)
    {
        var has = false;
        foreach (var name in names) has |= message.TryGetProperty(name, out _);
        if (!has) return message;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var property in message.EnumerateObject())
                if (!names.Contains(property.Name)) property.WriteTo(json);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    public static bool IsTrue(JsonElement message, string name) => message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
