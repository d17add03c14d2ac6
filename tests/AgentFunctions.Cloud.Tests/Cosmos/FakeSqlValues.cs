using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>Values of the SQL: undefined, null, bool, double, string, and objects and arrays as nodes. What the types do not allow is undefined.</summary>
internal static class FakeSqlValues
{
    public static readonly object Undefined = new();

    public static object? At(JsonObject item, IReadOnlyList<string> names)
    {
        JsonNode? node = item;
        foreach (var name in names)
        {
            if (node is not JsonObject parent || !parent.TryGetPropertyValue(name, out node)) return Undefined;
        }

        return Of(node);
    }

    public static object? Of(JsonNode? node) => node?.GetValueKind() switch
    {
        null => (object?)null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => Number(node.AsValue()),
        JsonValueKind.String => node.GetValue<string>(),
        _ => node,
    };

    private static double Number(JsonValue value) =>
        value.TryGetValue<double>(out var number) ? number : value.TryGetValue<long>(out var integer) ? integer : value.TryGetValue<int>(out var small) ? small : throw new NotSupportedException($"A number as {value.GetType()}.");

    public static object? Compare(object? left, string with, object? right)
    {
        if (ReferenceEquals(left, Undefined) || ReferenceEquals(right, Undefined) || left?.GetType() != right?.GetType()) return Undefined;
        if (with == "=") return Equals(left, right);
        if (left is not (double or string)) return Undefined;
        var order = Order(left, right);
        return with switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 };
    }

    public static int Order(object? left, object? right) => (left, right) switch
    {
        (double a, double b) => a.CompareTo(b),
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (double, string) => -1,
        (string, double) => 1,
        _ => throw new NotSupportedException("The fake orders numbers and strings."),
    };

    public static bool IsFunction(string name, int arguments) => arguments switch
    {
        1 => name is "IS_DEFINED" or "IS_NULL" or "IS_BOOL" or "IS_NUMBER" or "IS_INTEGER" or "IS_STRING" or "IS_ARRAY" or "IS_OBJECT",
        2 => name is "STARTSWITH" or "ARRAY_CONTAINS",
        _ => false,
    };

    public static object? Call(string name, List<object?> arguments) => name switch
    {
        "IS_DEFINED" => !ReferenceEquals(arguments[0], Undefined),
        "IS_NULL" => arguments[0] is null,
        "IS_BOOL" => arguments[0] is bool,
        "IS_NUMBER" => arguments[0] is double,
        "IS_INTEGER" => arguments[0] is double number && number == Math.Truncate(number) && Math.Abs(number) < 9.3e18,
        "IS_STRING" => arguments[0] is string,
        "IS_ARRAY" => arguments[0] is JsonArray,
        "IS_OBJECT" => arguments[0] is JsonObject,
        "STARTSWITH" => arguments[0] is string text && arguments[1] is string prefix ? text.StartsWith(prefix, StringComparison.Ordinal) : Undefined,
        _ => arguments[0] is JsonArray array ? array.Any(one => Equals(Of(one), arguments[1])) : Undefined,
    };
}
