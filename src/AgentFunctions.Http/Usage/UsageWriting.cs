using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Reading;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Usage;

/// <summary>Usage as JSON.</summary>
internal static class UsageWriting
{
    public static Task WriteAsync(HttpContext context, UsageAnswer answer, UsageCursor? after, int limit)
    {
        IEnumerable<UsageRow> rest = after is null ? answer.Rows : answer.Rows.SkipWhile(row => after.CompareTo(row) >= 0);
        var rows = answer.Query.Top is null ? rest.Take(limit + 1).ToList() : [.. answer.Rows];
        var hasMore = answer.Query.Top is null && rows.Count > limit;
        if (hasMore) rows.RemoveAt(limit);
        return ResourceWriter.WriteJsonAsync(context, 200, json =>
        {
            json.WriteStartObject();
            json.WriteString("from"u8, answer.Query.From);
            json.WriteString("to"u8, answer.Query.To);
            json.WriteStartArray("items"u8);
            foreach (var row in rows) Write(json, answer.Query, row);
            json.WriteEndArray();
            json.WriteString("nextCursor"u8, hasMore ? UsageCursor.Write(rows[^1]) : null);
            json.WriteStartObject("total"u8);
            WriteTotals(json, answer.Total);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    internal static string Money(long nanoDollars) => new NanoDollars(nanoDollars).ToString();

    private static void Write(Utf8JsonWriter json, UsageQuery query, UsageRow row)
    {
        json.WriteStartObject();
        json.WriteString("at"u8, row.At);
        for (var i = 0; i < query.By.Count; i++) json.WriteString(UsageDimensions.Name(query.By[i]), row.Values[i]);
        if (row.IsOther) json.WriteBoolean("other"u8, true);
        WriteTotals(json, row.Totals);
        json.WriteEndObject();
    }

    private static void WriteTotals(Utf8JsonWriter json, UsageTotals totals)
    {
        WriteAmounts(json, totals);
        json.WriteStartObject("outcomes"u8);
        foreach (var (outcome, count) in totals.Outcomes) json.WriteNumber(outcome, count);
        json.WriteEndObject();
    }

    /// <summary>All but the outcomes.</summary>
    internal static void WriteAmounts(Utf8JsonWriter json, UsageTotals totals)
    {
        json.WriteNumber("requests"u8, totals[UsageMeasure.Requests]);
        json.WriteNumber("attempts"u8, totals[UsageMeasure.Attempts]);
        json.WriteStartObject("tokens"u8);
        json.WriteNumber("total"u8, totals.Tokens);
        json.WriteNumber("input"u8, totals[UsageMeasure.InputTokens]);
        json.WriteNumber("cachedInput"u8, totals[UsageMeasure.CachedInputTokens]);
        json.WriteNumber("cacheWrite"u8, totals[UsageMeasure.CacheWriteTokens]);
        json.WriteNumber("audioInput"u8, totals[UsageMeasure.AudioInputTokens]);
        json.WriteNumber("output"u8, totals[UsageMeasure.OutputTokens]);
        json.WriteNumber("audioOutput"u8, totals[UsageMeasure.AudioOutputTokens]);
        json.WriteNumber("userFacing"u8, totals.UserFacingTokens);
        json.WriteNumber("reasoning"u8, totals[UsageMeasure.ReasoningTokens]);
        json.WriteNumber("agentic"u8, totals.AgenticTokens);
        json.WriteNumber("agenticInput"u8, totals[UsageMeasure.AgenticInputTokens]);
        json.WriteNumber("agenticOutput"u8, totals[UsageMeasure.AgenticOutputTokens]);
        json.WriteEndObject();
        json.WriteStartObject("cost"u8);
        json.WriteString("total"u8, Money(totals[UsageMeasure.Cost]));
        json.WriteString("userFacing"u8, Money(totals.UserFacingCost));
        json.WriteString("reasoning"u8, Money(totals[UsageMeasure.ReasoningCost]));
        json.WriteString("agentic"u8, Money(totals[UsageMeasure.AgenticCost]));
        json.WriteEndObject();
        json.WriteNumber("bytes"u8, totals[UsageMeasure.Bytes]);
        json.WriteNumber("estimated"u8, totals[UsageMeasure.Estimated]);
        json.WriteNumber("counted"u8, totals[UsageMeasure.Counted]);
        json.WriteNumber("unpriced"u8, totals[UsageMeasure.Unpriced]);
    }
}
