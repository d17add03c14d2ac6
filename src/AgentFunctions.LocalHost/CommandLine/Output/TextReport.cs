using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.LocalHost.CommandLine.Remote;

namespace AgentFunctions.LocalHost.CommandLine.Output;

/// <summary>A report for people: <c>+</c> creates, <c>~</c> updates with every path, <c>-</c> deletes.</summary>
internal static class TextReport
{
    private const int NameColumn = 40;
    private const int LongestValue = 120;
    private const int ShownNotes = 20;
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Compose(CommandReport report)
    {
        var text = new StringBuilder();
        if (report.Answer is { } answer) WriteChanges(text, answer, report.Set);
        else WriteValid(text, report);
        return text.ToString();
    }

    private static void WriteValid(StringBuilder text, CommandReport report)
    {
        var kinds = report.Set.Manifests.GroupBy(m => m.Kind.Name).Select(g => $"{g.Key} {g.Count()}");
        text.AppendLine($"Valid: {string.Join(", ", kinds)}.");
        foreach (var note in report.Undeclared.Take(ShownNotes)) text.AppendLine($"note: {Printable.Of(note.ToString())}: it must exist where this is applied (--server URL asks there)");
        if (report.Undeclared.Count > ShownNotes) text.AppendLine($"note: and {report.Undeclared.Count - ShownNotes} more names that this folder does not declare");
        if (report.Set.Environments.Count > 0) text.AppendLine($"Environments (--env): {string.Join(", ", report.Set.Environments.Select(Printable.Of))}.");
    }

    private static void WriteChanges(StringBuilder text, ApplyAnswer answer, ManifestSet set)
    {
        var places = set.Manifests.ToDictionary(m => m.Name, m => $"{m.File}:{m.Line}", StringComparer.Ordinal);
        foreach (var change in answer.Changes)
        {
            var mark = change.Action switch { "create" => '+', "update" => '~', "delete" => '-', _ => ' ' };
            if (mark == ' ') continue;
            var name = Printable.Of($"{change.Kind}/{change.Id}");
            text.AppendLine($"{mark} {(places.TryGetValue(name, out var place) ? $"{name.PadRight(NameColumn)} {Printable.Of(place)}" : name)}");
            if (mark == '~') foreach (var difference in change.Diff) text.AppendLine($"    {Printable.Of(difference.Path)}: {Value(difference.From)} -> {Value(difference.To)}");
        }

        text.AppendLine(Summary(answer));
    }

    private static string Summary(ApplyAnswer answer)
    {
        var summary = answer.Summary;
        if (summary.Differences == 0) return $"No differences; {summary.Unchanged} unchanged.";
        return answer.DryRun
            ? $"{summary.Create} to create, {summary.Update} to update, {summary.Delete} to delete; {summary.Unchanged} unchanged."
            : $"{summary.Create} created, {summary.Update} updated, {summary.Delete} deleted; {summary.Unchanged} unchanged. Sequence {answer.Sequence}.";
    }

    private static string Value(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined) return "(none)";
        var text = Printable.Of(JsonSerializer.Serialize(value, Readable));
        return text.Length > LongestValue ? text[..LongestValue] + "..." : text;
    }
}
