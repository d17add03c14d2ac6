using System.Buffers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Output;

/// <summary>A report for scripts, one object on one line. Source: docs/manifests.md.</summary>
internal static class JsonReport
{
    public static string Compose(CommandReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("ok", report.IsOk);
            json.WriteNumber("resources", report.Set.Manifests.Count);
            WriteProblems(json, "problems", report.Problems);
            WriteProblems(json, "undeclared", report.Undeclared);
            json.WriteStartArray("environments");
            foreach (var environment in report.Set.Environments) json.WriteStringValue(environment);
            json.WriteEndArray();
            if (report.Refusal is { } refusal) WriteRefusal(json, refusal);
            if (report.Answer is { } answer) WriteAnswer(json, answer);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A command that could not go on.</summary>
    public static string Compose(string failure) => $"{{\"ok\":false,\"error\":{{\"message\":\"{JsonEncodedText.Encode(failure)}\"}}}}";

    private static void WriteProblems(Utf8JsonWriter json, string name, IReadOnlyList<ManifestProblem> problems)
    {
        json.WriteStartArray(name);
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("file", problem.File);
            if (problem.Line > 0) json.WriteNumber("line", problem.Line);
            if (problem.Column > 0) json.WriteNumber("column", problem.Column);
            json.WriteString("path", problem.Path);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRefusal(Utf8JsonWriter json, RemoteProblem refusal)
    {
        json.WriteStartObject("error");
        json.WriteNumber("status", refusal.Status);
        json.WriteString("code", refusal.Code);
        json.WriteString("message", refusal.Detail ?? refusal.Title);
        json.WriteString("requestId", refusal.RequestId);
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, ApplyAnswer answer)
    {
        json.WriteBoolean("dryRun", answer.DryRun);
        if (answer.Sequence is { } sequence) json.WriteNumber("sequence", sequence);
        json.WriteStartArray("changes");
        foreach (var change in answer.Changes) WriteChange(json, change);
        json.WriteEndArray();
        json.WriteStartObject("summary");
        json.WriteNumber("create", answer.Summary.Create);
        json.WriteNumber("update", answer.Summary.Update);
        json.WriteNumber("delete", answer.Summary.Delete);
        json.WriteNumber("unchanged", answer.Summary.Unchanged);
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, ApplyChange change)
    {
        json.WriteStartObject();
        json.WriteString("kind", change.Kind);
        json.WriteString("id", change.Id);
        json.WriteString("action", change.Action);
        if (change.Version is { } version) json.WriteNumber("version", version);
        json.WriteStartArray("diff");
        foreach (var difference in change.Diff)
        {
            json.WriteStartObject();
            json.WriteString("path", difference.Path);
            WriteValue(json, "from", difference.From);
            WriteValue(json, "to", difference.To);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
