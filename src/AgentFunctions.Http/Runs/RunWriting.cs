using System.Text.Json;
using AgentFunctions.Core.Runs;
using AgentFunctions.Http.Inventory;

namespace AgentFunctions.Http.Runs;

/// <summary>Runs as JSON.</summary>
internal static class RunWriting
{
    /// <summary>A run of a list.</summary>
    public static void Write(Utf8JsonWriter json, Run run)
    {
        json.WriteStartObject();
        WriteFields(json, run);
        json.WriteEndObject();
    }

    /// <summary>One run, with the fields of every run: those of agents that live elsewhere have no steps, output or error that the product knows of.</summary>
    public static void WriteWhole(Utf8JsonWriter json, Run run, RunUsage? usage)
    {
        json.WriteStartObject();
        WriteFields(json, run);
        InventoryWriting.WriteList(json, "steps", []);
        InventoryWriting.WriteList(json, "pendingApprovals", []);
        if (usage is null) json.WriteNull("usage"u8);
        else WriteUsage(json, usage);
        json.WriteNull("output"u8);
        json.WriteNull("error"u8);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, Run run)
    {
        json.WriteString("id"u8, run.Id);
        json.WriteString("status"u8, RunStatuses.ToName(run.Status));
        json.WriteString("origin"u8, run.Origin);
        json.WriteString("agent"u8, run.Agent);
        json.WriteString("team"u8, run.Team);
        json.WriteString("sessionId"u8, run.Session);
        json.WriteString("startedAt"u8, run.StartedAt);
        json.WriteString("lastSeenAt"u8, run.LastSeenAt);
        InventoryWriting.WriteTime(json, "endedAt", run.EndedAt);
        json.WriteString("outcome"u8, run.Outcome is { } outcome ? RunOutcomes.ToName(outcome) : null);
    }

    private static void WriteUsage(Utf8JsonWriter json, RunUsage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("requests"u8, usage.Requests);
        json.WriteNumber("inputTokens"u8, usage.Tokens.Input);
        json.WriteNumber("cachedInputTokens"u8, usage.Tokens.CachedInput);
        json.WriteNumber("outputTokens"u8, usage.Tokens.Output);
        json.WriteNumber("reasoningTokens"u8, usage.Tokens.Reasoning);
        json.WriteNumber("totalTokens"u8, usage.Tokens.Total);
        json.WriteString("cost"u8, usage.Cost.Total.ToString());
        json.WriteEndObject();
    }
}
