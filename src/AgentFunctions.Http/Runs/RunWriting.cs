using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Verdicts;
using AgentFunctions.Http.Inventory;

namespace AgentFunctions.Http.Runs;

/// <summary>Runs as JSON.</summary>
internal static class RunWriting
{
    /// <summary>Bytes of a step's content that are shown with the run; the history and reports show no more either.</summary>
    public const int MaxStepContent = 8 * 1024;

    /// <summary>A run of a list.</summary>
    public static void Write(Utf8JsonWriter json, Run run)
    {
        json.WriteStartObject();
        WriteFields(json, run);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, RunVerdict verdict)
    {
        json.WriteStartObject();
        WriteFields(json, verdict);
        json.WriteEndObject();
    }

    /// <summary>A verdict for who gave it: with what it did to memory.</summary>
    public static void WriteGiven(Utf8JsonWriter json, RunVerdict verdict)
    {
        json.WriteStartObject();
        WriteFields(json, verdict);
        json.WriteStartObject("memory"u8);
        json.WriteNumber("moved"u8, verdict.Effect.Moved);
        json.WriteNumber("learned"u8, verdict.Effect.Learned);
        json.WriteNumber("confirmed"u8, verdict.Effect.Confirmed);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>One run, with the fields of every run: those of agents that live elsewhere have no steps, output or error that the product knows of.</summary>
    public static void WriteWhole(Utf8JsonWriter json, RunDetail detail, RunUsage? usage)
    {
        json.WriteStartObject();
        WriteFields(json, detail.Run);
        json.WriteStartArray("steps"u8);
        foreach (var step in detail.Steps) RunStepJson.Write(json, step, MaxStepContent);
        json.WriteEndArray();
        json.WriteStartArray("pendingApprovals"u8);
        foreach (var approval in detail.PendingApprovals) WriteApproval(json, approval);
        json.WriteEndArray();
        RunWaitWriting.Write(json, detail.WaitingFor);
        if (usage is null) json.WriteNull("usage"u8);
        else WriteUsage(json, "usage", usage);
        WriteVerdict(json, detail.Verdict);
        WriteEnd(json, detail.Output, detail.Error);
        json.WriteEndObject();
    }

    /// <summary>With the run: what somebody else than its agent found.</summary>
    public static void WriteVerdict(Utf8JsonWriter json, RunVerdict? verdict)
    {
        if (verdict is null)
        {
            json.WriteNull("verdict"u8);
            return;
        }

        json.WritePropertyName("verdict"u8);
        Write(json, verdict);
    }

    public static void WriteEnd(Utf8JsonWriter json, JsonElement? output, Core.Errors.ApiError? error)
    {
        json.WritePropertyName("output"u8);
        if (output is { ValueKind: not JsonValueKind.Undefined } value) value.WriteTo(json);
        else json.WriteNullValue();
        if (error is null)
        {
            json.WriteNull("error"u8);
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, error.Code);
        json.WriteString("message"u8, error.Message);
        json.WriteEndObject();
    }

    public static void WriteFields(Utf8JsonWriter json, Run run)
    {
        json.WriteString("id"u8, run.Id);
        json.WriteString("status"u8, RunStatuses.ToName(run.Status));
        json.WriteString("origin"u8, run.Origin);
        json.WriteString("agent"u8, run.Agent.Length == 0 ? null : run.Agent);
        json.WriteString("team"u8, run.Team);
        json.WriteString("sessionId"u8, run.Session);
        json.WriteString("startedAt"u8, run.StartedAt);
        json.WriteString("lastSeenAt"u8, run.LastSeenAt);
        InventoryWriting.WriteTime(json, "endedAt", run.EndedAt);
        json.WriteString("outcome"u8, run.Outcome is { } outcome ? RunOutcomes.ToName(outcome) : null);
        if (run.Target is null) return;
        json.WriteString("target"u8, run.Target);
        json.WriteString("startedBy"u8, run.StartedBy);
        json.WriteString("endUser"u8, run.EndUser);
        json.WriteString("parent"u8, run.Parent);
        json.WriteString("forkOf"u8, run.ForkOf);
        InventoryWriting.WriteTime(json, "deadline", run.Deadline);
        WriteLimits(json, run.Limits);
        json.WriteNumber("stepCount"u8, run.Steps);
        json.WriteBoolean("cancelling"u8, run.IsCancelling);
    }

    /// <summary>What bounds the run in fact, beside <c>deadline</c>.</summary>
    private static void WriteLimits(Utf8JsonWriter json, Core.Runs.Starting.RunLimits? limits)
    {
        if (limits is null)
        {
            json.WriteNull("limits"u8);
            return;
        }

        json.WriteStartObject("limits"u8);
        json.WriteNumber("steps"u8, limits.Steps);
        json.WriteString("budget"u8, limits.Budget is { } budget ? new Core.Costs.NanoDollars(budget).ToString() : null);
        json.WriteNumber("depth"u8, limits.Depth);
        json.WriteEndObject();
    }

    public static void WriteUsage(Utf8JsonWriter json, string name, RunUsage usage)
    {
        json.WriteStartObject(name);
        WriteUsageFields(json, usage);
        json.WriteEndObject();
    }

    public static void WriteUsageFields(Utf8JsonWriter json, RunUsage usage)
    {
        json.WriteNumber("requests"u8, usage.Requests);
        json.WriteNumber("inputTokens"u8, usage.Tokens.Input);
        json.WriteNumber("cachedInputTokens"u8, usage.Tokens.CachedInput);
        json.WriteNumber("cacheWriteTokens"u8, usage.Tokens.CacheWrite);
        json.WriteNumber("outputTokens"u8, usage.Tokens.Output);
        json.WriteNumber("reasoningTokens"u8, usage.Tokens.Reasoning);
        json.WriteNumber("totalTokens"u8, usage.Tokens.Total);
        json.WriteString("cost"u8, usage.Cost.Total.ToString());
    }

    public static void WriteEvent(Utf8JsonWriter json, RunEvent item)
    {
        json.WriteStartObject();
        json.WriteNumber("seq"u8, item.Seq);
        json.WriteString("at"u8, item.At);
        json.WriteString("type"u8, item.Type);
        json.WritePropertyName("data"u8);
        item.Data.WriteTo(json);
        json.WriteEndObject();
    }

    public static void WriteBulk(Utf8JsonWriter json, RunVerb verb, bool isDryRun, RunBulkResult result)
    {
        json.WriteStartObject();
        json.WriteString("verb"u8, RunVerbs.ToName(verb));
        json.WriteBoolean("dryRun"u8, isDryRun);
        json.WriteNumber("matched"u8, result.Items.Count);
        json.WriteNumber("done"u8, result.Items.Count(static item => item.IsDone));
        json.WriteBoolean("more"u8, result.HasMore);
        json.WriteStartArray("items"u8);
        foreach (var item in result.Items)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, item.Run.Id);
            json.WriteString("status"u8, RunStatuses.ToName(item.Run.Status));
            json.WriteBoolean("done"u8, item.IsDone);
            json.WriteString("error"u8, item.Error?.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteApproval(Utf8JsonWriter json, Approval approval)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, approval.Id);
        json.WriteString("kind"u8, JsonNamingPolicy.CamelCase.ConvertName(approval.Request.Kind.ToString()));
        json.WriteString("stepId"u8, approval.Request.StepId);
        json.WriteString("digest"u8, approval.Digest);
        json.WriteString("expiresAt"u8, approval.ExpiresAt);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, RunVerdict verdict)
    {
        json.WriteString("runId"u8, verdict.RunId);
        json.WriteBoolean("success"u8, verdict.IsSuccess);
        json.WriteString("by"u8, verdict.By);
        json.WriteString("at"u8, verdict.At);
    }
}
