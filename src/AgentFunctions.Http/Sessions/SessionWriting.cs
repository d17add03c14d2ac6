using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Slots;

namespace AgentFunctions.Http.Sessions;

/// <summary>Sessions, messages and slots as JSON.</summary>
internal static class SessionWriting
{
    public static void Write(Utf8JsonWriter json, OpenSession session)
    {
        json.WriteStartObject();
        WriteFields(json, session);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, OpenSession session, IReadOnlyList<SlotHead> slots)
    {
        json.WriteStartObject();
        WriteFields(json, session);
        json.WriteStartArray("slots"u8);
        foreach (var slot in slots)
        {
            json.WriteStartObject();
            json.WriteString("slot"u8, slot.Name);
            json.WriteNumber("version"u8, slot.Version);
            json.WriteString("at"u8, slot.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, SessionMessage message)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence"u8, message.Sequence);
        json.WriteString("id"u8, message.Id);
        json.WritePropertyName("message"u8);
        json.WriteRawValue(message.Message.GetRawText(), skipInputValidation: true);
        WriteLabel(json, message.Label);
        json.WriteBoolean("pinned"u8, message.IsPinned);
        json.WriteString("by"u8, message.By);
        json.WriteString("endUser"u8, message.EndUser);
        json.WriteString("at"u8, message.At);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, AppendedMessages appended)
    {
        json.WriteStartObject();
        json.WriteString("sessionId"u8, appended.Session.Id);
        json.WriteNumber("appended"u8, appended.Appended);
        json.WriteStartArray("messages"u8);
        foreach (var item in appended.Items)
        {
            json.WriteStartObject();
            json.WriteNumber("sequence"u8, item.Sequence);
            json.WriteString("id"u8, item.Id);
            json.WriteBoolean("repeat"u8, item.IsRepeat);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, SlotValue slot)
    {
        json.WriteStartObject();
        json.WriteString("slot"u8, slot.Name);
        json.WriteNumber("version"u8, slot.Version);
        json.WriteString("etag"u8, slot.ETag);
        json.WritePropertyName("value"u8);
        json.WriteRawValue(slot.Value.GetRawText(), skipInputValidation: true);
        WriteLabel(json, slot.Label);
        json.WriteString("by"u8, slot.By);
        json.WriteString("endUser"u8, slot.EndUser);
        json.WriteString("at"u8, slot.At);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, OpenSession session)
    {
        json.WriteString("id"u8, session.Id);
        json.WriteString("agent"u8, session.Agent);
        json.WriteString("startedAt"u8, session.StartedAt);
        json.WriteString("lastSeenAt"u8, session.LastSeenAt);
        json.WriteNumber("messages"u8, session.Messages);
        json.WriteNumber("bytes"u8, session.Bytes);
    }

    private static void WriteLabel(Utf8JsonWriter json, ContentLabel label)
    {
        json.WriteStartObject("label"u8);
        json.WriteString("integrity"u8, LabelNames.Of(label.Integrity));
        json.WriteString("confidentiality"u8, LabelNames.Of(label.Confidentiality));
        json.WriteEndObject();
    }
}
