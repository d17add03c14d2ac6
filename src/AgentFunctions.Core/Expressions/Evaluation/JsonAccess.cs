using System.Text.Json;

namespace AgentFunctions.Core.Expressions.Evaluation;

/// <summary>Fields and entries of values, wherever they live. JSON from elsewhere may hold strings that are no Unicode; looking at them gives nothing instead of throwing.</summary>
internal static class JsonAccess
{
    private const int EntriesAStep = 8;

    public static int Count(ExpressionValue value)
    {
        if (value.Items is { } items) return items.Count;
        if (value.Fields is { } fields) return fields.Count;
        return value.Json.ValueKind == JsonValueKind.Array ? value.Json.GetArrayLength() : value.Json.GetPropertyCount();
    }

    /// <summary>What looking one field or entry up costs.</summary>
    public static long LookupCost(ExpressionValue value) => value.Json.ValueKind == JsonValueKind.Undefined ? 1 : 1 + (Count(value) / EntriesAStep);

    /// <summary>null: there is none.</summary>
    public static ExpressionValue? Field(ExpressionValue map, string name)
    {
        if (map.Fields is { } fields) return fields.GetValueOrDefault(name);
        try
        {
            return map.Json.TryGetProperty(name, out var found) ? ExpressionValue.Of(found) : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>null: there is none.</summary>
    public static ExpressionValue? Entry(ExpressionValue list, int index)
    {
        if (index >= Count(list)) return null;
        return list.Items is { } items ? items[index] : ExpressionValue.Of(list.Json[index]);
    }

    public static IEnumerable<ExpressionValue> Entries(ExpressionValue list) => list.Items ?? list.Json.EnumerateArray().Select(static e => ExpressionValue.Of(e));

    /// <summary>Names and values; a name that is no Unicode is left out.</summary>
    public static IEnumerable<KeyValuePair<string, ExpressionValue>> Fields(ExpressionValue map) => map.Fields ?? FromJson(map.Json);

    private static IEnumerable<KeyValuePair<string, ExpressionValue>> FromJson(JsonElement map)
    {
        foreach (var property in map.EnumerateObject())
        {
            if (NameOf(property) is { } name) yield return new(name, ExpressionValue.Of(property.Value));
        }
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
