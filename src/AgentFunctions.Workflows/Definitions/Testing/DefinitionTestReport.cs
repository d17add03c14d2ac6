using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions.Testing;

/// <summary>Writes what came of a trial. The same trial is written the same, byte for byte.</summary>
internal static class DefinitionTestReport
{
    /// <param name="report">What came of it.</param>
    /// <param name="failures">Expectations that do not hold.</param>
    public static JsonElement Judge(JsonElement report, IReadOnlyList<(string Path, string Message)> failures) => EnvironmentJson.Make(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("passed", failures.Count == 0);
        json.WriteStartArray("failures");
        foreach (var (path, message) in failures)
        {
            json.WriteStartObject();
            json.WriteString("path", path);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        foreach (var property in report.EnumerateObject()) property.WriteTo(json);
        json.WriteEndObject();
    });

    public static JsonElement Write(DefinitionTestScript script, TestRecord record, TestJournal journal, TestEngine engine, TestClock clock) => EnvironmentJson.Make(json =>
    {
        json.WriteStartObject();
        json.WriteString("status", engine.Stuck is null ? RunStatuses.ToName(journal.Status) : "waiting");
        json.WritePropertyName("output");
        (journal.Output ?? EnvironmentJson.Null).WriteTo(json);
        WriteError(json, journal.Error is { } error ? (error.Code, error.Message) : engine.Stuck is { } stuck ? ("waiting", stuck) : engine.Failure is { } failure && !RunStatuses.IsClosed(journal.Status) ? (failure.Type, failure.Message) : null);
        json.WriteString("startedAt", script.Clock);
        json.WriteString("endedAt", clock.Now);
        json.WriteString("elapsed", (clock.Now - script.Clock).ToString("c"));
        json.WriteStartArray("steps");
        foreach (var step in record.Steps) WriteStep(json, record, step.Step, step.Key, step.Number, step.Status, step.Output, step.Fault is { } fault ? (fault.Code, fault.Message) : null, step.At);
        json.WriteEndArray();
        json.WriteStartArray("calls");
        foreach (var call in record.Calls)
        {
            json.WriteStartObject();
            json.WriteString("step", call.Step);
            json.WriteString("kind", call.Kind);
            json.WriteString("name", call.Name);
            Value(json, "input", call.Input);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("asked");
        foreach (var (stepId, approval, answer) in record.Asked) WriteAsked(json, stepId, approval, answer);
        json.WriteEndArray();
        json.WriteStartArray("missing");
        foreach (var (step, kind, name) in record.Missing)
        {
            json.WriteStartObject();
            json.WriteString("step", step);
            json.WriteString("kind", kind);
            json.WriteString("name", name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("unused");
        foreach (var (name, count) in script.Unused()) json.WriteNumber(name, count);
        foreach (var name in engine.Unsent.GroupBy(static n => n, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal)) json.WriteNumber("events/" + name.Key, name.Count());
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteStep(Utf8JsonWriter json, TestRecord record, DefinitionStep step, string key, int number, string status, JsonElement? output, (string Code, string Message)? error, DateTimeOffset at)
    {
        json.WriteStartObject();
        json.WriteString("step", key);
        json.WriteString("type", step.Type);
        json.WriteString("status", status);
        json.WriteString("at", at);
        var noted = number > 0 ? record.Journal.GetValueOrDefault(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number:D5}-{step.Id}")) : null;
        if (noted?.Input is { ValueKind: not JsonValueKind.Null } input) Value(json, "input", input);

        // What is large is a reference in the workflow; the journal of a trial holds it whole.
        var shown = noted is { Output: { } whole, EndedAt: not null } ? whole : output;
        if (shown is { ValueKind: not JsonValueKind.Null } value && PayloadReferences.Find(value) is null) Value(json, "output", value);
        if (error is not null) WriteError(json, error);
        json.WriteEndObject();
    }

    private static void WriteAsked(Utf8JsonWriter json, string stepId, Approval approval, string answer)
    {
        json.WriteStartObject();
        json.WriteString("step", stepId);
        json.WriteString("kind", approval.Request.Kind == ApprovalKind.Input ? "input" : "action");
        Value(json, "action", approval.Request.Action);
        json.WriteStartArray("approvers");
        foreach (var name in approval.Request.Rule.Approvers) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteNumber("count", approval.Request.Rule.Count);
        json.WriteString("expiresAt", approval.ExpiresAt);
        json.WriteString("answer", answer);
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private static void WriteError(Utf8JsonWriter json, (string Code, string Message)? error)
    {
        json.WritePropertyName("error");
        if (error is not { } told)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("code", told.Code);
        json.WriteString("message", told.Message);
        json.WriteEndObject();
    }
}
