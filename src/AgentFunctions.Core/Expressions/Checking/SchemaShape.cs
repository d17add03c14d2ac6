using System.Collections.Frozen;
using System.Text.Json;

namespace AgentFunctions.Core.Expressions.Checking;

/// <summary>
/// Reads a JSON Schema as a shape. What it does not understand widens the shape, with one exception: fields that a schema does not name are taken not to be there unless it says <c>additionalProperties</c>,
/// because nearly always such a path is a misspelling.
/// </summary>
public sealed class SchemaShape
{
    private const int MaxDepth = 16;

    /// <summary>Schemas read; references can make a small schema large.</summary>
    private const int MaxNodes = 2_000;

    private readonly JsonElement _root;
    private int _nodes;

    private SchemaShape(JsonElement root) => _root = root;

    /// <summary>The shape of what fits the schema; <see cref="ValueShape.Any"/> where there is none.</summary>
    public static ValueShape Of(JsonElement? schema) => schema is { } root ? new SchemaShape(root).Read(root, 0) : ValueShape.Any;

    private ValueShape Read(JsonElement schema, int depth)
    {
        if (depth > MaxDepth || ++_nodes > MaxNodes || schema.ValueKind != JsonValueKind.Object) return ValueShape.Any;
        if (schema.TryGetProperty("$ref", out var reference)) return Resolve(reference) is { } target ? Read(target, depth + 1) : ValueShape.Any;
        foreach (var choice in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (!schema.TryGetProperty(choice, out var options) || options.ValueKind != JsonValueKind.Array || options.GetArrayLength() == 0) continue;
            return options.EnumerateArray().Select(o => Read(o, depth + 1)).Aggregate(ValueShape.Either);
        }

        if (schema.TryGetProperty("const", out var constant)) return OfValues([constant]);
        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0) return OfValues([.. values.EnumerateArray()]);
        var hasFields = schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object;
        var kinds = KindsOf(schema, hasFields);
        return new ValueShape
        {
            Kinds = kinds,
            Fields = hasFields ? properties.EnumerateObject().GroupBy(static p => p.Name, StringComparer.Ordinal).ToFrozenDictionary(static g => g.Key, g => Read(g.Last().Value, depth + 1), StringComparer.Ordinal) : FrozenDictionary<string, ValueShape>.Empty,
            Required = RequiredOf(schema),
            Others = OthersOf(schema, hasFields, depth),
            Example = ExampleOf(schema),
            Items = schema.TryGetProperty("items", out var items) && !schema.TryGetProperty("prefixItems", out _) ? Read(items, depth + 1) : ValueShape.Any,
        };
    }

    private ValueShape? OthersOf(JsonElement schema, bool hasFields, int depth)
    {
        if (schema.TryGetProperty("patternProperties", out _) || schema.TryGetProperty("allOf", out _)) return ValueShape.Any;
        if (!schema.TryGetProperty("additionalProperties", out var additional)) return hasFields ? null : ValueShape.Any;
        return additional.ValueKind == JsonValueKind.False ? null : Read(additional, depth + 1);
    }

    private static JsonElement? ExampleOf(JsonElement schema)
    {
        if (schema.TryGetProperty("examples", out var examples) && examples.ValueKind == JsonValueKind.Array && examples.GetArrayLength() > 0) return examples[0];
        return schema.TryGetProperty("default", out var value) ? value : null;
    }

    private static FrozenSet<string> RequiredOf(JsonElement schema) => schema.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.Array
        ? required.EnumerateArray().Where(static r => r.ValueKind == JsonValueKind.String).Select(static r => r.GetString()!).ToFrozenSet(StringComparer.Ordinal)
        : FrozenSet<string>.Empty;

    private static ShapeKinds KindsOf(JsonElement schema, bool hasFields)
    {
        if (!schema.TryGetProperty("type", out var type)) return hasFields ? ShapeKinds.Map : ShapeKinds.Any;
        var names = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().ToArray() : [type];
        var kinds = names.Aggregate(ShapeKinds.None, static (all, name) => all | (name.ValueKind == JsonValueKind.String ? KindOf(name.GetString()!) : ShapeKinds.Any));
        return kinds == ShapeKinds.None ? ShapeKinds.Any : kinds;
    }

    private static ShapeKinds KindOf(string name) => name switch
    {
        "null" => ShapeKinds.Null,
        "boolean" => ShapeKinds.Boolean,
        "number" or "integer" => ShapeKinds.Number,
        "string" => ShapeKinds.Text,
        "array" => ShapeKinds.List,
        "object" => ShapeKinds.Map,
        _ => ShapeKinds.Any,
    };

    private static ValueShape OfValues(IReadOnlyList<JsonElement> values) => values.Select(OfValue).Aggregate(ValueShape.Either);

    /// <summary>The shape of one value.</summary>
    internal static ValueShape OfValue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new ValueShape { Kinds = ShapeKinds.Text, Texts = [value.GetString()!] },
        JsonValueKind.Number => ValueShape.Number,
        JsonValueKind.True or JsonValueKind.False => ValueShape.Boolean,
        JsonValueKind.Array => ValueShape.ListOf(value.GetArrayLength() == 0 ? ValueShape.Any : value.EnumerateArray().Select(OfValue).Aggregate(ValueShape.Either)),
        JsonValueKind.Object => ValueShape.Map(value.EnumerateObject().GroupBy(static p => p.Name, StringComparer.Ordinal).ToFrozenDictionary(static g => g.Key, static g => OfValue(g.Last().Value), StringComparer.Ordinal)),
        _ => new ValueShape { Kinds = ShapeKinds.Null },
    };

    /// <summary>References within the same schema, two names deep; others mean anything.</summary>
    private JsonElement? Resolve(JsonElement reference)
    {
        if (reference.ValueKind != JsonValueKind.String || reference.GetString() is not { } text) return null;
        if (text == "#") return _root;
        if (text.Split('/') is not ["#", "definitions" or "$defs", var name]) return null;
        return _root.TryGetProperty(text.Split('/')[1], out var definitions) && definitions.ValueKind == JsonValueKind.Object && definitions.TryGetProperty(name, out var found) ? found : null;
    }
}
