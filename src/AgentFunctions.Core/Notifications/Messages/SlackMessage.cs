using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Core.Notifications.Messages;

/// <summary>The body for a Slack incoming webhook: blocks of plain text, and the same in <c>text</c> for notifications. <c>&amp; &lt; &gt;</c> are escaped there, or a name could call a whole channel.</summary>
public static class SlackMessage
{
    public static byte[] Write(NotificationEvent notificationEvent)
    {
        ArgumentNullException.ThrowIfNull(notificationEvent);
        var value = EventText.Clean(notificationEvent);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("text"u8, $"[{MessageText.Severity(value.Severity)}] {Escape(value.Summary)}");
            json.WriteBoolean("mrkdwn"u8, false);
            json.WriteStartArray("blocks"u8);
            json.WriteStartObject();
            json.WriteString("type"u8, "section");
            WriteText(json, "text", value.Summary);
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteString("type"u8, "context");
            json.WriteStartArray("elements"u8);
            foreach (var (name, text) in MessageText.Facts(value)) WriteText(json, null, $"{name}: {text}");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteText(Utf8JsonWriter json, string? property, string text)
    {
        if (property is null) json.WriteStartObject();
        else json.WriteStartObject(property);
        json.WriteString("type"u8, "plain_text");
        json.WriteString("text"u8, text);
        json.WriteBoolean("emoji"u8, false);
        json.WriteEndObject();
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
