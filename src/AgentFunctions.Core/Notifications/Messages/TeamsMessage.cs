using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Core.Notifications.Messages;

/// <summary>
/// The body for a Microsoft Teams workflow ("When a Teams webhook request is received"): a message with one Adaptive Card. Text stands in runs of a rich text block, where Markdown means nothing: a name
/// chosen by somebody cannot become a link.
/// </summary>
public static class TeamsMessage
{
    public static byte[] Write(NotificationEvent notificationEvent)
    {
        ArgumentNullException.ThrowIfNull(notificationEvent);
        var value = EventText.Clean(notificationEvent);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "message");
            json.WriteStartArray("attachments"u8);
            json.WriteStartObject();
            json.WriteString("contentType"u8, "application/vnd.microsoft.card.adaptive");
            json.WriteNull("contentUrl"u8);
            json.WriteStartObject("content"u8);
            json.WriteString("$schema"u8, "http://adaptivecards.io/schemas/adaptive-card.json");
            json.WriteString("type"u8, "AdaptiveCard");
            json.WriteString("version"u8, "1.4");
            json.WriteStartArray("body"u8);
            WriteBlock(json, [(value.Summary, true, Color(value.Severity))]);
            foreach (var (name, text) in MessageText.Facts(value)) WriteBlock(json, [(name + ": ", true, null), (text, false, null)]);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteBlock(Utf8JsonWriter json, ReadOnlySpan<(string Text, bool Bold, string? Color)> runs)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "RichTextBlock");
        json.WriteStartArray("inlines"u8);
        foreach (var (text, bold, color) in runs)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "TextRun");
            json.WriteString("text"u8, text);
            if (bold) json.WriteString("weight"u8, "Bolder");
            if (color is not null) json.WriteString("color"u8, color);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Color(NotificationSeverity severity) => severity switch
    {
        NotificationSeverity.Critical => "Attention",
        NotificationSeverity.Warning => "Warning",
        _ => "Default",
    };
}
