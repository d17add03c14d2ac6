using System.Text.Json;
using AgentFunctions.Core.Expressions.Checking;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>What a template gives, from the shapes of the texts in it.</summary>
internal static class TemplateShape
{
    public static ValueShape Of(JsonElement json, string path, IReadOnlyDictionary<string, ValueShape> texts)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                return ValueShape.Map(json.EnumerateObject().GroupBy(static p => p.Name, StringComparer.Ordinal).ToDictionary(static g => g.Key, g => Of(g.Last().Value, JsonPath.Property(path, g.Key), texts), StringComparer.Ordinal));
            case JsonValueKind.Array:
                var items = json.EnumerateArray().Select((item, i) => Of(item, JsonPath.Item(path, i), texts)).ToList();
                return ValueShape.ListOf(items.Count == 0 ? ValueShape.Any : items.Aggregate(ValueShape.Either));
            case JsonValueKind.String when texts.TryGetValue(path, out var shape):
                return shape;
            default:
                return SchemaShape.OfValue(json);
        }
    }
}
