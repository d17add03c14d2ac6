using System.Text.Json;
using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Http.Resources;

namespace AgentFunctions.Http.Activities;

/// <summary>Activity as JSON.</summary>
internal static class ActivityWriting
{
    public static void Write(Utf8JsonWriter json, ActivityPage page)
    {
        json.WriteStartObject();
        json.WriteString("since"u8, page.Since);
        json.WriteString("until"u8, page.Until);
        if (page.FirstUsedAt is { } first) json.WriteString("firstUsedAt"u8, first);
        if (page.LastUsedAt is { } last) json.WriteString("lastUsedAt"u8, last);
        json.WriteStartArray("items"u8);
        foreach (var row in page.Items) Write(json, row);
        json.WriteEndArray();
        json.WriteString("nextCursor"u8, page.NextCursor);
        if (page.Changes is { } changes)
        {
            json.WriteStartArray("changes"u8);
            foreach (var change in changes.Items) ChangeEndpoints.Write(json, change);
            json.WriteEndArray();
            json.WriteBoolean("moreChanges"u8, changes.NextCursor is not null);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ActivityRow row)
    {
        json.WriteStartObject();
        json.WriteString("hour"u8, row.Hour);
        json.WriteString("surface"u8, row.Surface == ActivitySurface.V1 ? "v1" : "api");
        json.WriteString("key"u8, row.Key);
        json.WriteString("agent"u8, row.Agent);
        json.WriteString("team"u8, row.Team);
        json.WriteString("model"u8, row.Model);
        json.WriteNumber("requests"u8, row.Requests);
        json.WriteNumber("failures"u8, row.Failures);
        json.WriteNumber("refusals"u8, row.Refusals);
        json.WriteStartObject("refusalsByCode"u8);
        foreach (var (code, count) in row.RefusalsByCode.OrderBy(static c => c.Key, StringComparer.Ordinal)) json.WriteNumber(code, count);
        json.WriteEndObject();
        json.WriteNumber("inputTokens"u8, row.InputTokens);
        json.WriteNumber("outputTokens"u8, row.OutputTokens);
        json.WriteNumber("totalTokens"u8, row.InputTokens + row.OutputTokens);
        json.WriteString("firstAt"u8, row.FirstAt);
        json.WriteString("lastAt"u8, row.LastAt);
        json.WriteEndObject();
    }
}
