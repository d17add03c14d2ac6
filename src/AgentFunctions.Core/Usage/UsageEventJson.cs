using System.Text.Json;
using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Usage;

/// <summary>
/// Usage events as CloudEvents 1.0 in JSON, the structured mode. All amounts are integers: tokens, nano-dollars, bytes. Zeros, false and null are left out; unknown properties are skipped.
/// Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
/// </summary>
internal static class UsageEventJson
{
    public static byte[] Write(UsageEvent usageEvent) => UsageBuffer.Write(usageEvent, static (json, value) => Write(json, value));

    /// <exception cref="JsonException">The bytes are no usage event.</exception>
    public static UsageEvent Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        UsageEventReader.Expect(reader, JsonTokenType.StartObject);
        var subject = default(UsageSubjectFields);
        var usage = default(AttemptUsageFields);
        string? type = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) type = UsageEventReader.Text(ref reader);
            else if (reader.ValueTextEquals("time"u8)) subject.At = UsageEventReader.Time(ref reader);
            else if (reader.ValueTextEquals("tenantid"u8)) subject.TenantId = UsageEventReader.Text(ref reader);
            else if (reader.ValueTextEquals("data"u8)) ReadData(ref reader, ref subject, ref usage);
            else UsageEventReader.Skip(ref reader);
        }

        return type == UsageEvent.Type ? new UsageEvent(subject.ToSubject(), usage.ToUsage(), usage.Revision, usage.Requests) : throw new JsonException($"The event's type is not {UsageEvent.Type}.");
    }

    private static void ReadData(ref Utf8JsonReader reader, ref UsageSubjectFields subject, ref AttemptUsageFields usage)
    {
        reader.Read();
        UsageEventReader.Expect(reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!subject.TryRead(ref reader) && !usage.TryRead(ref reader)) UsageEventReader.Skip(ref reader);
        }
    }

    private static void Write(Utf8JsonWriter json, UsageEvent value)
    {
        var subject = value.Subject;
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("id"u8, value.Id);
        json.WriteString("source"u8, "/agentfunctions/" + subject.TenantId);
        json.WriteString("type"u8, UsageEvent.Type);
        json.WriteString("time"u8, subject.At.ToUniversalTime());
        json.WriteString("subject"u8, subject.Agent is { } agent ? "agents/" + agent : subject.Key is { } key ? "keys/" + key : "tenants/" + subject.TenantId);
        json.WriteString("datacontenttype"u8, "application/json"u8);
        json.WriteString("tenantid"u8, subject.TenantId);
        json.WriteStartObject("data"u8);
        UsageSubjectJson.WriteFields(json, subject);
        WriteUsage(json, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, UsageEvent value)
    {
        var usage = value.Usage;
        json.WriteNumber("attempt"u8, usage.Attempt);
        json.WriteNumber("revision"u8, value.Revision);
        WriteAmount(json, "requests"u8, value.Requests);
        json.WriteString("provider"u8, usage.Provider);
        if (usage.Deployment is not null) json.WriteString("deployment"u8, usage.Deployment);
        json.WriteString("outcome"u8, usage.Outcome);
        WriteTokens(json, usage.Tokens);
        WriteAmount(json, "agenticInputTokens"u8, usage.AgenticInput);
        WriteAmount(json, "agenticOutputTokens"u8, usage.AgenticOutput);
        WriteAmount(json, "costNano"u8, usage.Cost.Total.Value);
        WriteAmount(json, "costReasoningNano"u8, usage.Cost.Reasoning.Value);
        WriteAmount(json, "costAgenticNano"u8, usage.Cost.Agentic.Value);
        WriteAmount(json, "bytes"u8, usage.Bytes);
        if (usage.IsCounted) json.WriteBoolean("counted"u8, true);
        if (usage.IsEstimated) json.WriteBoolean("estimated"u8, true);
        if (usage.IsUnpriced) json.WriteBoolean("unpriced"u8, true);
        if (usage.PriceId is not null) json.WriteString("priceId"u8, usage.PriceId);
        if (usage.PriceVersion is not null) json.WriteString("priceVersion"u8, usage.PriceVersion);
    }

    private static void WriteTokens(Utf8JsonWriter json, in TokenCounts tokens)
    {
        WriteAmount(json, "inputTokens"u8, tokens.Input);
        WriteAmount(json, "cachedInputTokens"u8, tokens.CachedInput);
        WriteAmount(json, "cacheWriteTokens"u8, tokens.CacheWrite);
        WriteAmount(json, "audioInputTokens"u8, tokens.AudioInput);
        WriteAmount(json, "outputTokens"u8, tokens.Output);
        WriteAmount(json, "reasoningTokens"u8, tokens.Reasoning);
        WriteAmount(json, "audioOutputTokens"u8, tokens.AudioOutput);
    }

    private static void WriteAmount(Utf8JsonWriter json, ReadOnlySpan<byte> name, long value)
    {
        if (value != 0) json.WriteNumber(name, value);
    }
}
