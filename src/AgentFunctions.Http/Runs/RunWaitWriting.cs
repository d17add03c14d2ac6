using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reporting;

namespace AgentFunctions.Http.Runs;

/// <summary>What runs wait for, as JSON and in words.</summary>
internal static class RunWaitWriting
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<RunWait> waits)
    {
        json.WriteStartArray("waitingFor"u8);
        foreach (var wait in waits) Write(json, wait);
        json.WriteEndArray();
    }

    /// <summary>For people, without what others wrote.</summary>
    public static string ToText(RunWait wait) => wait switch
    {
        { Approval: { } asked } => $"approval {asked.Id} ({ApprovalNames.Of(asked.Request.Kind)})",
        { Child: { } child } => $"run {child.Id}, {RunStatuses.ToName(child.Status)}",
        { Kind: RunWaitKind.Event } => "event",
        { Kind: RunWaitKind.Retry } => "another try",
        _ => "its time",
    };

    private static void Write(Utf8JsonWriter json, RunWait wait)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, JsonNamingPolicy.CamelCase.ConvertName(wait.Kind.ToString()));
        json.WriteString("runId"u8, wait.RunId);
        json.WriteString("stepId"u8, wait.StepId);
        json.WriteString("name"u8, wait.Name);
        if (wait.Approval is { } asked)
        {
            json.WriteString("approvalId"u8, asked.Id);
            json.WriteString("kind"u8, ApprovalNames.Of(asked.Request.Kind));
            json.WriteString("expiresAt"u8, asked.ExpiresAt);
        }

        if (wait.Child is { } child)
        {
            json.WriteString("childRunId"u8, child.Id);
            json.WriteString("childStatus"u8, RunStatuses.ToName(child.Status));
        }

        if (wait.Reason is { } reason) json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    }
}
