using System.Text.Json;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Http.Memory;

/// <summary>Memory as JSON.</summary>
internal static class MemoryWriting
{
    public static void Write(Utf8JsonWriter json, MemoryRecord record) => json.WriteRawValue(MemoryRecordJson.ToReadableBytes(record), skipInputValidation: true);

    public static void Write(Utf8JsonWriter json, IReadOnlyList<MemoryWriteResult> results)
    {
        json.WriteStartObject();
        json.WriteStartArray("results"u8);
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, result.Index);
            json.WriteString("id"u8, result.Id);
            json.WriteString("status"u8, MemoryRecordJson.NameOf(result.Status));
            if (result.Reason is { } reason) json.WriteString("reason"u8, reason);
            if (result.Field is { } field) json.WriteString("field"u8, field);
            if (result.Message is { } message) json.WriteString("message"u8, message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, MemorySearchResult result, bool explains)
    {
        json.WriteStartObject();
        WriteHits(json, "hits", result.Hits);
        WriteHits(json, "warnings", result.Warnings);
        json.WriteStartArray("rejected"u8);
        foreach (var rejected in result.Rejected)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, rejected.Id);
            json.WriteString("reason"u8, rejected.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (explains) WriteExplanation(json, result.Explain);
        json.WriteEndObject();
    }

    private static void WriteHits(Utf8JsonWriter json, string name, IReadOnlyList<MemoryHit> hits)
    {
        json.WriteStartArray(name);
        foreach (var hit in hits) WriteHit(json, hit);
        json.WriteEndArray();
    }

    private static void WriteHit(Utf8JsonWriter json, MemoryHit hit)
    {
        var record = hit.Record;
        json.WriteStartObject();
        json.WriteString("id"u8, record.Id);
        json.WriteString("text"u8, record.Text);
        json.WriteNumber("score"u8, hit.Score);
        json.WriteString("kind"u8, MemoryRecordJson.NameOf(record.Kind));
        json.WriteString("state"u8, MemoryRecordJson.NameOf(record.State));
        json.WriteStartObject("label"u8);
        json.WriteString("integrity"u8, LabelNames.Of(record.Label.Integrity));
        json.WriteString("confidentiality"u8, LabelNames.Of(record.Label.Confidentiality));
        json.WriteEndObject();
        json.WriteString("occurredAt"u8, record.OccurredAt);
        json.WriteString("sessionId"u8, record.SessionId);
        json.WriteString("speaker"u8, record.Speaker);
        json.WriteString("subject"u8, record.Subject);
        json.WriteStartArray("signals"u8);
        foreach (var signal in hit.Signals)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, signal.Name);
            json.WriteNumber("value"u8, signal.Value);
            json.WriteNumber("contribution"u8, signal.Contribution);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteExplanation(Utf8JsonWriter json, MemoryQueryExplanation explain)
    {
        json.WriteStartObject("explain"u8);
        WriteList(json, "terms", explain.Terms);
        WriteList(json, "entities", explain.Entities);
        WriteList(json, "speakers", explain.Speakers);
        if (explain.From is { } from) json.WriteString("from"u8, from);
        if (explain.To is { } to) json.WriteString("to"u8, to);
        json.WriteBoolean("asksForTime"u8, explain.AsksForTime);
        json.WriteNumber("candidates"u8, explain.Candidates);
        json.WriteBoolean("usedVectors"u8, explain.UsedVectors);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
