using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>The filter language, as plainly as it can be said.</summary>
internal static class InMemoryFilter
{
    public static bool Holds(DocumentFilter filter, JsonObject body) => filter switch
    {
        DocumentFilter.Compare compare => TryGet(body, compare.Path, out var value) && Compares(value, compare.Operator, compare.Value.Value),
        DocumentFilter.SumAtMost sum => Sum(body, sum),
        DocumentFilter.StartsWith startsWith => TryGet(body, startsWith.Path, out var value) && Scalar(value) is string text && text.StartsWith(startsWith.Prefix, StringComparison.Ordinal),
        DocumentFilter.Exists exists => TryGet(body, exists.Path, out _),
        DocumentFilter.OneOf oneOf => TryGet(body, oneOf.Path, out var value) && oneOf.Values.Any(one => AreEqual(value, one.Value)),
        DocumentFilter.Contains contains => TryGet(body, contains.Path, out var value) && value is JsonArray array && array.Any(element => AreEqual(element, contains.Value.Value)),
        DocumentFilter.All all => all.Filters.All(one => Holds(one, body)),
        DocumentFilter.Any any => any.Filters.Any(one => Holds(one, body)),
        DocumentFilter.Negated negated => !Holds(negated.Filter, body),
        _ => throw new ArgumentOutOfRangeException(nameof(filter)),
    };

    public static bool TryGet(JsonObject body, string path, out JsonNode? value)
    {
        value = body;
        foreach (var name in path.Split('.'))
        {
            if (value is not JsonObject parent || !parent.TryGetPropertyValue(name, out value))
                return false;
        }
        return true;
    }

    /// <summary>null, bool, decimal-free double, or string; the node itself for objects and arrays.</summary>
    public static object? Scalar(JsonNode? node) => node?.GetValueKind() switch
    {
        // The cast keeps the values from becoming JsonNodes, to which they all convert.
        null => (object?)null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => node.GetValue<JsonElement>().GetDouble(),
        JsonValueKind.String => node.GetValue<string>(),
        _ => node,
    };

    /// <summary>Order of strings: their UTF-8 bytes.</summary>
    public static int CompareText(string x, string y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y));

    private static bool Compares(JsonNode? node, FilterOperator with, object? operand)
    {
        if (with == FilterOperator.Equal)
            return AreEqual(node, operand);
        if (with == FilterOperator.NotEqual)
            return !AreEqual(node, operand);
        int order;
        if (Scalar(node) is double number && operand is long integer)
            order = number.CompareTo(integer);
        else if (Scalar(node) is string text && operand is string other)
            order = CompareText(text, other);
        else
            return false;
        return with switch
        {
            FilterOperator.Less => order < 0,
            FilterOperator.LessOrEqual => order <= 0,
            FilterOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool AreEqual(JsonNode? node, object? operand) => Equals(Scalar(node), operand is long integer ? (double)integer : operand);

    private static bool Sum(JsonObject body, DocumentFilter.SumAtMost filter)
    {
        var sum = (decimal)filter.Plus;
        foreach (var path in filter.Paths)
        {
            if (!TryGet(body, path, out var node))
                continue;
            if (!InMemoryPatch.TryGetInteger(node, out var integer))
                return false;
            sum += integer;
        }
        return sum <= filter.AtMost;
    }
}
