using System.Text.Json;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Runs.Steps;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>Reads from steps which records of memory they were given: the first model step what was recalled, a step of <c>memory.search</c> what it found. What lies apart from its step is not read.</summary>
internal static class RecalledRecords
{
    public static IReadOnlyList<RunReportRecord> Of(RunStep step)
    {
        if (step.Output is not { ValueKind: JsonValueKind.Object } output) return [];
        if (step.Kind == RunStepKind.Model) return output.TryGetProperty("recalled", out var recalled) && recalled.ValueKind == JsonValueKind.Object ? [.. In(recalled, "records")] : [];
        return step is { Kind: RunStepKind.Tool, Name: MemorySearchTool.ToolName } && output.TryGetProperty("content", out var found) && found.ValueKind == JsonValueKind.Object ? [.. In(found, "hits"), .. In(found, "warnings")] : [];
    }

    private static IEnumerable<RunReportRecord> In(JsonElement content, string name)
    {
        if (!content.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array) yield break;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String) continue;
            yield return new RunReportRecord(id.GetString()!, item.TryGetProperty("score", out var score) && score.ValueKind == JsonValueKind.Number ? score.GetDouble() : null);
        }
    }
}
