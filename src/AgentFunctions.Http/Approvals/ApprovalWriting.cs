using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Http.Inventory;

namespace AgentFunctions.Http.Approvals;

/// <summary>Approvals as JSON.</summary>
internal static class ApprovalWriting
{
    public static void Write(Utf8JsonWriter json, Approval approval)
    {
        var request = approval.Request;
        json.WriteStartObject();
        json.WriteString("id"u8, approval.Id);
        json.WriteString("kind"u8, ApprovalNames.Of(request.Kind));
        json.WriteString("status"u8, ApprovalNames.Of(approval.Status));
        json.WriteString("agent"u8, request.Agent);
        json.WriteString("team"u8, request.Team);
        json.WriteString("runId"u8, request.RunId);
        json.WriteString("stepId"u8, request.StepId);

        // Digits as they are: a writer of its own would read them into a double.
        json.WritePropertyName("action"u8);
        json.WriteRawValue(approval.Canonical);
        json.WriteString("canonical"u8, approval.Canonical);
        json.WriteString("digest"u8, approval.Digest);
        json.WriteString("requestedBy"u8, request.RequestedBy);
        InventoryWriting.WriteList(json, "publishedBy", request.PublishedBy);
        InventoryWriting.WriteList(json, "approvers", request.Rule.Approvers);
        json.WriteNumber("count"u8, request.Rule.Count);
        json.WriteString("createdAt"u8, approval.CreatedAt);
        json.WriteString("expiresAt"u8, approval.ExpiresAt);
        InventoryWriting.WriteTime(json, "decidedAt", approval.DecidedAt);
        InventoryWriting.WriteTime(json, "usedAt", approval.UsedAt);
        json.WriteString("reason"u8, approval.Reason);
        WriteValue(json, "valueSchema", request.ValueSchema);
        json.WriteStartArray("votes"u8);
        foreach (var vote in approval.Votes) WriteVote(json, vote);
        json.WriteEndArray();
        json.WriteStartArray("changes"u8);
        foreach (var change in approval.Changes) WriteChange(json, change);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteVote(Utf8JsonWriter json, ApprovalVote vote)
    {
        json.WriteStartObject();
        json.WriteString("by"u8, vote.By);
        json.WriteString("decision"u8, ApprovalNames.Of(vote.Decision));
        json.WriteString("comment"u8, vote.Comment);
        json.WriteString("at"u8, vote.At);
        WriteValue(json, "value", vote.Value);
        json.WriteBoolean("breakGlass"u8, vote.IsBreakGlass);
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, ApprovalChange change)
    {
        json.WriteStartObject();
        json.WriteString("what"u8, change.What);
        json.WriteString("by"u8, change.By);
        json.WriteString("at"u8, change.At);
        json.WriteString("from"u8, change.From);
        json.WriteString("to"u8, change.To);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, JsonElement? value)
    {
        json.WritePropertyName(name);
        if (value is { } there) json.WriteRawValue(there.GetRawText());
        else json.WriteNullValue();
    }
}
