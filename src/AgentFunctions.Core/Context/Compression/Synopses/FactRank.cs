namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>How telling the values of a field are; 0: not at all.</summary>
internal static class FactRank
{
    private static readonly string[] Errors = ["error", "errors", "exception", "reason", "failure", "message", "warning"];
    private static readonly string[] States = ["status", "state", "severity", "priority", "level", "type", "outcome", "result"];

    public static int Of(FieldNode node, int depth, IReadOnlyCollection<string>? used)
    {
        var name = node.Name;
        if (used?.Contains(name) == true) return 9;
        if (Errors.Contains(name, StringComparer.OrdinalIgnoreCase)) return 8;
        if (depth <= 1 && node.ListItems < 0 && node.Stats.Count == 1) return 7;
        if (States.Contains(name, StringComparer.OrdinalIgnoreCase)) return 6;
        if (name is "id" or "key" or "number" || name.EndsWith("_id", StringComparison.Ordinal) || name.EndsWith("Id", StringComparison.Ordinal)) return 5;
        if (node.Stats.IsDate || node.Stats.IsNumber) return 4;
        return node.Stats.IsCategory ? 3 : node.Stats.Count == 1 ? 2 : 1;
    }
}
