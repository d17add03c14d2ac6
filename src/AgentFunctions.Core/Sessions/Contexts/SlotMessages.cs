using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Sessions.Contexts;

/// <summary>Values of slots as messages. What may not be believed is the user's word, whatever slot it stands in.</summary>
internal static class SlotMessages
{
    public static ContextMessage Of(string slot, string reference, JsonElement value, ContentLabel label)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return new ContextMessage(reference, Message(label.Integrity == Integrity.Trusted ? "system" : "user", $"[{slot}]\n{text}"), label) { Slot = slot };
    }

    /// <summary>A message of text.</summary>
    public static JsonElement Message(string role, string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("role"u8, role);
            json.WriteString("content"u8, text);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
