using System.Buffers;
using System.Text.Json;

namespace AgentFunctions.Core.Notifications.Messages;

/// <summary>The body of a generic webhook: one CloudEvent 1.0 in JSON, structured mode. Attribute names are lower case letters, as the specification wants.</summary>
public static class CloudEventMessage
{
    public const string MediaType = "application/cloudevents+json";

    public static byte[] Write(NotificationEvent notificationEvent)
    {
        ArgumentNullException.ThrowIfNull(notificationEvent);
        var value = EventText.Clean(notificationEvent);
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion"u8, "1.0");
            json.WriteString("id"u8, value.Id);
            json.WriteString("source"u8, "agentfunctions/tenants/" + value.TenantId);
            json.WriteString("type"u8, value.Type);
            json.WriteString("subject"u8, value.Subject);
            json.WriteString("time"u8, value.OccurredAt.ToUniversalTime());
            json.WriteString("datacontenttype"u8, "application/json");
            json.WriteString("severity"u8, MessageText.Severity(value.Severity));
            json.WriteString("tenant"u8, value.TenantId);
            if (value.Team is { } team) json.WriteString("team"u8, team);
            json.WriteStartObject("data"u8);
            json.WriteString("summary"u8, value.Summary);
            if (value.Data is { } details)
            {
                json.WritePropertyName("details"u8);
                details.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
