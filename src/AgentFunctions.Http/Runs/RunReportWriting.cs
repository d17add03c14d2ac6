using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Http.Context;

namespace AgentFunctions.Http.Runs;

/// <summary>Reports as JSON.</summary>
internal static class RunReportWriting
{
    public static void Write(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject();
        json.WriteStartObject("run"u8);
        RunWriting.WriteFields(json, report.Run);
        json.WriteEndObject();
        if (report.Run.EndedAt is { } ended) json.WriteNumber("durationMs"u8, (long)(ended - report.Run.StartedAt).TotalMilliseconds);
        else json.WriteNull("durationMs"u8);
        json.WriteStartArray("steps"u8);
        foreach (var step in report.Steps) Write(json, step);
        json.WriteEndArray();
        json.WriteBoolean("moreSteps"u8, report.HasMore);
        if (report.Usage is { } usage) RunWriting.WriteUsage(json, "usage", usage);
        else json.WriteNull("usage"u8);
        json.WriteStartArray("models"u8);
        foreach (var model in report.Models)
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model.Model);
            RunWriting.WriteUsageFields(json, model.Usage);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("approvals"u8);
        foreach (var approval in report.Approvals) Write(json, approval);
        json.WriteEndArray();
        RunWaitWriting.Write(json, report.WaitingFor);
        json.WriteStartArray("limitsHit"u8);
        foreach (var limit in report.LimitsHit) json.WriteStringValue(limit);
        json.WriteEndArray();
        if (report.Context is { } context) Write(json, context);
        else json.WriteNull("context"u8);
        RunWriting.WriteVerdict(json, report.Verdict);
        RunWriting.WriteEnd(json, report.Output, report.Error);
        json.WriteEndObject();
    }

    public static long? Milliseconds(RunStep step) => step.EndedAt is { } ended ? (long)(ended - step.StartedAt).TotalMilliseconds : null;

    private static void Write(Utf8JsonWriter json, RunStepContext context)
    {
        json.WriteStartObject("context"u8);
        json.WriteNumber("tokensBefore"u8, context.TokensBefore);
        json.WriteNumber("tokensAfter"u8, context.TokensAfter);
        json.WritePropertyName("pollution"u8);
        ContextWriting.Write(json, context.Pollution);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RunReportStep item)
    {
        json.WriteStartObject();
        json.WritePropertyName("step"u8);
        RunStepJson.Write(json, item.Step, RunWriting.MaxStepContent);
        if (Milliseconds(item.Step) is { } duration) json.WriteNumber("durationMs"u8, duration);
        else json.WriteNull("durationMs"u8);
        json.WriteString("run"u8, item.ChildRunId);
        json.WriteString("model"u8, item.Step.Usage?.Model);
        json.WriteStartArray("recalled"u8);
        foreach (var record in item.Recalled)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, record.Id);
            if (record.Score is { } score) json.WriteNumber("score"u8, score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (item.Usage is { } usage) RunWriting.WriteUsage(json, "usage", usage);
        else json.WriteNull("usage"u8);
        json.WriteEndObject();
    }

    /// <summary>What was asked and answered is answered; there is nothing to approve of it.</summary>
    internal static string StatusOf(Approval approval) =>
        approval is { Request.Kind: ApprovalKind.Input, Status: ApprovalStatus.Approved or ApprovalStatus.Used } ? "answered" : ApprovalNames.Of(approval.Status);

    private static void Write(Utf8JsonWriter json, Approval approval)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, approval.Id);
        json.WriteString("stepId"u8, approval.Request.StepId);
        json.WriteString("kind"u8, ApprovalNames.Of(approval.Request.Kind));
        json.WriteString("status"u8, StatusOf(approval));
        json.WriteString("askedAt"u8, approval.CreatedAt);
        json.WriteStartArray("votes"u8);
        foreach (var vote in approval.Votes)
        {
            json.WriteStartObject();
            json.WriteString("by"u8, vote.By);
            json.WriteString("decision"u8, JsonNamingPolicy.CamelCase.ConvertName(vote.Decision.ToString()));
            json.WriteString("comment"u8, vote.Comment);
            json.WriteString("at"u8, vote.At);
            json.WriteBoolean("breakGlass"u8, vote.IsBreakGlass);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
