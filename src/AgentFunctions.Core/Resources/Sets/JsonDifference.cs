using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>One place where two values differ; null where one of them has nothing there.</summary>
public sealed record JsonDifference(string Path, JsonElement? From, JsonElement? To)
{
    /// <summary>Every place, objects by name and arrays by index, in order.</summary>
    public static IReadOnlyList<JsonDifference> Between(string path, JsonElement? from, JsonElement? to)
    {
        var found = new List<JsonDifference>();
        Compare(path, from, to, found);
        return found;
    }

    private static void Compare(string path, JsonElement? from, JsonElement? to, List<JsonDifference> found)
    {
        if (from is { ValueKind: JsonValueKind.Object } before && to is { ValueKind: JsonValueKind.Object } after)
        {
            foreach (var name in before.EnumerateObject().Select(p => p.Name).Union(after.EnumerateObject().Select(p => p.Name)))
                Compare(JsonPath.Property(path, name), Member(before, name), Member(after, name), found);
        }
        else if (from is { ValueKind: JsonValueKind.Array } old && to is { ValueKind: JsonValueKind.Array } next)
        {
            for (var i = 0; i < Math.Max(old.GetArrayLength(), next.GetArrayLength()); i++)
                Compare(string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), i < old.GetArrayLength() ? old[i] : null, i < next.GetArrayLength() ? next[i] : null, found);
        }
        else if (!(from is { } a && to is { } b && JsonElement.DeepEquals(a, b)) && (from is not null || to is not null))
        {
            found.Add(new JsonDifference(path, from, to));
        }
    }

    private static JsonElement? Member(JsonElement value, string name) => value.TryGetProperty(name, out var member) ? member : null;
}
