using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Tools;

namespace AgentFunctions.Http.Tools;

/// <summary>Answers of tool calls as JSON.</summary>
internal static class ToolWriting
{
    public static void Write(Utf8JsonWriter json, ToolAnswer answer, string idempotencyKey)
    {
        json.WriteStartObject();
        switch (answer)
        {
            case ToolAnswer.Completed completed:
                Write(json, completed.Result);
                break;
            case ToolAnswer.NeedsApproval needed:
                Write(json, needed.Approval, "action", idempotencyKey);
                break;
            case ToolAnswer.OutcomeUnknown unknown:
                Write(json, unknown.Approval, "outcome", idempotencyKey);
                break;
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ToolResult result)
    {
        json.WritePropertyName("result"u8);

        // As the tool wrote it, duplicates and all.
        json.WriteRawValue(result.Content.GetRawText(), skipInputValidation: true);
        json.WriteBoolean("isError"u8, result.IsError);
        if (result.Status is { } status) json.WriteNumber("status"u8, status);
        else json.WriteNull("status"u8);
        json.WriteStartObject("label"u8);
        json.WriteString("integrity"u8, LabelNames.Of(result.Label.Integrity));
        json.WriteString("confidentiality"u8, LabelNames.Of(result.Label.Confidentiality));
        json.WriteEndObject();
        json.WriteBoolean("repeat"u8, result.IsRepeat);
    }

    private static void Write(Utf8JsonWriter json, Approval approval, string kind, string idempotencyKey)
    {
        json.WriteStartObject("approval"u8);
        json.WriteString("id"u8, approval.Id);
        json.WriteString("kind"u8, kind);
        json.WriteString("digest"u8, approval.Digest);
        json.WriteString("status"u8, JsonNamingPolicy.CamelCase.ConvertName(approval.Status.ToString()));
        json.WriteString("expiresAt"u8, approval.ExpiresAt);
        json.WriteEndObject();
        json.WriteString("idempotencyKey"u8, idempotencyKey);
    }
}
