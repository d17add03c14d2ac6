using AgentFunctions.Core.Documents;
using Patch = Microsoft.Azure.Cosmos.PatchOperation;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>A patch with its predicate: that the document lives, the caller's condition, and that every operation applies (the service itself would add to a fraction, or leave ±2^53).</summary>
internal sealed class CosmosPatch(IReadOnlyList<PatchOperation> operations, DocumentFilter? condition)
{
    public string? Condition { get; } = condition is null ? null : CosmosSql.Of(condition, CosmosSql.Literal);

    /// <summary>Whether the operations apply; null where they always do.</summary>
    public string? Applies { get; } = Guard(operations);

    public List<Patch> Operations { get; } = [.. operations.Select(ToPatch)];

    /// <summary>Bytes that it adds at most: names with their quotes, values as JSON.</summary>
    public int Added { get; } = operations.Sum(static operation => System.Text.Encoding.UTF8.GetByteCount(operation.Path) + 28 + (operation is PatchOperation.SetValue { Value.Value: string text } ? System.Text.Encoding.UTF8.GetByteCount(text) : 0));

    /// <param name="now">The time at which the document must live.</param>
    /// <param name="isMeasured">It was looked at how large the document is; otherwise one that was written large is left alone.</param>
    public string Predicate(DateTimeOffset now, bool isMeasured) => $"FROM c WHERE {All(now, withGuard: true)}{(isMeasured ? "" : " AND NOT IS_DEFINED(c[\"large\"])")}";

    public string All(DateTimeOffset now, bool withGuard) =>
        string.Join(" AND ", new[] { CosmosSql.IsAlive(now, CosmosSql.Literal), Condition, withGuard ? Applies : null }.OfType<string>());

    private static Patch ToPatch(PatchOperation operation)
    {
        var path = "/body/" + operation.Path.Replace('.', '/');
        return operation switch
        {
            PatchOperation.Increment increment => Patch.Increment(path, increment.By),
            PatchOperation.SetValue { Value.Value: string text } => Patch.Set(path, text),
            PatchOperation.SetValue { Value.Value: long integer } => Patch.Set(path, integer),
            PatchOperation.SetValue { Value.Value: bool flag } => Patch.Set(path, flag),
            _ => Patch.Set<object?>(path, null),
        };
    }

    private static string? Guard(IReadOnlyList<PatchOperation> operations)
    {
        var parts = new List<string>();
        var set = new Dictionary<string, DocumentValue>(StringComparer.Ordinal);
        var added = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            // A scalar written before has nothing inside.
            if (set.Keys.Concat(added.Keys).Any(path => operation.Path.StartsWith(path + ".", StringComparison.Ordinal))) return "false";
            if (operation.Path.LastIndexOf('.') is > 0 and var dot) parts.Add($"IS_OBJECT({CosmosSql.Path(operation.Path[..dot])})");
            if (operation is PatchOperation.SetValue value)
            {
                set[operation.Path] = value.Value;
                continue;
            }

            var by = ((PatchOperation.Increment)operation).By;
            if (set.TryGetValue(operation.Path, out var known))
            {
                if (known.Value is not long before || !DocumentValidator.IsWithinInteger(before + by)) return "false";
                set[operation.Path] = before + by;
                continue;
            }

            var sum = added.GetValueOrDefault(operation.Path) + by;
            added[operation.Path] = sum;
            parts.Add(Adds(CosmosSql.Path(operation.Path), sum));
        }

        return parts.Count == 0 ? null : CosmosSql.Joined(" AND ", "true", parts.Distinct());
    }

    private static string Adds(string path, long sum)
    {
        var most = CosmosSql.Literal(DocumentLimits.MaxInteger - Math.Max(0, sum));
        var least = CosmosSql.Literal(-DocumentLimits.MaxInteger - Math.Min(0, sum));
        var missing = DocumentValidator.IsWithinInteger(sum) ? $"NOT IS_DEFINED({path}) OR " : "";
        return $"({missing}({CosmosSql.IsInteger(path)} AND {path} >= {least} AND {path} <= {most}))";
    }
}
