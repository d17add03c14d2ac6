using System.Text.Json;

namespace AgentFunctions.Core.Usage;

/// <summary>A <see cref="UsageSubject"/> as a JSON object. Absent properties are null; unknown ones are skipped, so that newer writers do no harm.</summary>
internal static class UsageSubjectJson
{
    public static byte[] Write(UsageSubject subject) => UsageBuffer.Write(subject, static (json, value) => Write(json, value));

    /// <summary>Writes the object as a value, for instance after a property name.</summary>
    public static void Write(Utf8JsonWriter json, UsageSubject subject)
    {
        json.WriteStartObject();
        json.WriteString("tenant"u8, subject.TenantId);
        json.WriteString("at"u8, subject.At.ToUniversalTime());
        WriteFields(json, subject);
        json.WriteEndObject();
    }

    /// <summary>Reads one object.</summary>
    /// <exception cref="JsonException">It is none, or lacks a required property.</exception>
    public static UsageSubject Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Read(ref reader);
    }

    /// <summary>Reads the object that the reader stands at the start of; leaves it at its end.</summary>
    /// <exception cref="JsonException">It is none, or lacks a required property.</exception>
    public static UsageSubject Read(ref Utf8JsonReader reader)
    {
        UsageEventReader.Expect(reader, JsonTokenType.StartObject);
        var fields = default(UsageSubjectFields);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("tenant"u8)) fields.TenantId = UsageEventReader.Text(ref reader);
            else if (reader.ValueTextEquals("at"u8)) fields.At = UsageEventReader.Time(ref reader);
            else if (!fields.TryRead(ref reader)) UsageEventReader.Skip(ref reader);
        }

        return fields.ToSubject();
    }

    /// <summary>Everything but tenant and time, which the envelope of an event carries.</summary>
    public static void WriteFields(Utf8JsonWriter json, UsageSubject subject)
    {
        json.WriteString("callId"u8, subject.CallId);
        json.WriteString("operation"u8, subject.Operation);
        if (subject.Agent is not null) json.WriteString("agent"u8, subject.Agent);
        if (subject.Team is not null) json.WriteString("team"u8, subject.Team);
        if (subject.CostCentre is not null) json.WriteString("costCentre"u8, subject.CostCentre);
        if (subject.Key is not null) json.WriteString("key"u8, subject.Key);
        if (subject.Model is not null) json.WriteString("model"u8, subject.Model);
        if (subject.Tool is not null) json.WriteString("tool"u8, subject.Tool);
        if (subject.Session is not null) json.WriteString("session"u8, subject.Session);
        if (subject.Run is not null) json.WriteString("run"u8, subject.Run);
        if (subject.EndUser is not null) json.WriteString("endUser"u8, subject.EndUser);
        if (subject.Tags is not { Count: > 0 } tags) return;
        json.WriteStartObject("tags"u8);
        foreach (var (name, value) in tags) json.WriteString(name, value);
        json.WriteEndObject();
    }
}
