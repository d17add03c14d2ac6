using System.Text.Json;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Writing;

namespace AgentFunctions.Core.Runs.Steps;

/// <summary>Steps as JSON: in answers, events and reports alike.</summary>
public static class RunStepJson
{
    /// <summary>Bytes of a content in an event.</summary>
    public const int MaxEventContent = 4 * 1024;

    /// <summary>On the wire: the name in camelCase.</summary>
    public static string ToName(RunStepStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    /// <inheritdoc cref="ToName(RunStepStatus)"/>
    public static string ToName(RunStepKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>It never changes again.</summary>
    public static bool IsEnded(RunStepStatus status) => status is RunStepStatus.Succeeded or RunStepStatus.Failed or RunStepStatus.Cancelled;

    /// <summary>The step with its contents, larger ones left out.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="step">The step.</param>
    /// <param name="maxContent">Bytes of a content that are still shown; null for all.</param>
    public static void Write(Utf8JsonWriter json, RunStep step, int? maxContent)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        WriteFields(json, step, maxContent);
        json.WriteEndObject();
    }

    internal static RunEventDraft ToEvent(RunStep step) => RunEventDraft.Of(RunEventTypes.Step, json => WriteFields(json, step, MaxEventContent));

    private static void WriteFields(Utf8JsonWriter json, RunStep step, int? maxContent)
    {
        json.WriteString("id"u8, step.Id);
        json.WriteString("kind"u8, ToName(step.Kind));
        json.WriteString("name"u8, step.Name);
        json.WriteString("status"u8, ToName(step.Status));
        json.WriteString("startedAt"u8, step.StartedAt);
        if (step.EndedAt is { } ended) json.WriteString("endedAt"u8, ended);
        else json.WriteNull("endedAt"u8);
        WriteContent(json, "input", step.Input, maxContent);
        WriteContent(json, "output", step.Output, maxContent);
        json.WriteString("error"u8, step.Error);
        json.WriteString("approvalId"u8, step.ApprovalId);
        json.WriteStartArray("callIds"u8);
        foreach (var id in step.CallIds) json.WriteStringValue(id);
        json.WriteEndArray();
    }

    private static void WriteContent(Utf8JsonWriter json, string name, JsonElement? content, int? maxContent)
    {
        if (content is not { ValueKind: not JsonValueKind.Undefined } value)
        {
            json.WriteNull(name);
            return;
        }

        if (maxContent is { } most && System.Text.Encoding.UTF8.GetByteCount(value.GetRawText()) > most)
        {
            json.WriteNull(name);
            json.WriteBoolean(name + "Omitted", true);
            return;
        }

        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
