using System.Buffers;
using System.Text.Json;
using AgentFunctions.Http.Resources;

namespace AgentFunctions.Http.Sessions;

/// <summary>What stands beside a message of a caller and is ours, not part of it.</summary>
internal static class OwnMembers
{
    public const string Integrity = "integrity";

    /// <summary>The caller says that it quotes what came from outside; the schema takes no other value.</summary>
    public static bool IsQuoted(JsonElement message) => JsonText.Of(message, Integrity) is not null;

    /// <summary>The message without such members.</summary>
    public static JsonElement Without(JsonElement message, params ReadOnlySpan<string> names)
    {
        var found = false;
        foreach (var name in names) found |= message.TryGetProperty(name, out _);
        if (!found) return message;
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
