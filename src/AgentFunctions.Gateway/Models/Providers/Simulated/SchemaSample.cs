using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>Makes the same value for the same JSON Schema: conforming for the keywords that tool and output schemas use in practice.</summary>
internal static class SchemaSample
{
    private const int MaxDepth = 12;

    public static JsonNode? Of(JsonElement schema) => Of(schema, schema, 0);

    private static JsonNode? Of(JsonElement schema, JsonElement root, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth) return null;
        if (schema.TryGetProperty("$ref", out var reference)) return Resolve(reference, root) is { } target ? Of(target, root, depth + 1) : null;
        if (schema.TryGetProperty("const", out var constant)) return JsonNode.Parse(constant.GetRawText());
        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0) return JsonNode.Parse(values[0].GetRawText());
        if (schema.TryGetProperty("allOf", out var all) && all.ValueKind == JsonValueKind.Array) return Merge(schema, all, root, depth);
        foreach (var choice in (string[])["anyOf", "oneOf"])
            if (schema.TryGetProperty(choice, out var options) && options.ValueKind == JsonValueKind.Array && options.GetArrayLength() > 0) return Of(Prefer(options, depth), root, depth + 1);
        return TypeOf(schema, depth) switch
        {
            "object" => ObjectOf(schema, root, depth),
            "array" => ArrayOf(schema, root, depth),
            "integer" => IntegerOf(schema),
            "number" => NumberOf(schema),
            "boolean" => true,
            "null" => null,
            _ => StringOf(schema),
        };
    }

    private static JsonObject ObjectOf(JsonElement schema, JsonElement root, int depth)
    {
        var result = new JsonObject();
        if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object) return result;
        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array ? names.EnumerateArray().Select(static name => name.ToString()).ToHashSet() : null;
        foreach (var property in properties.EnumerateObject())
        {
            // Deep down only what must be there, so that recursive schemas come to an end.
            if (required is not null && !required.Contains(property.Name) && depth > 2) continue;
            result[property.Name] = Of(property.Value, root, depth + 1);
        }

        return result;
    }

    private static JsonArray ArrayOf(JsonElement schema, JsonElement root, int depth)
    {
        var result = new JsonArray();
        var least = Number(schema, "minItems") ?? 1;
        var most = Number(schema, "maxItems") ?? double.MaxValue;
        if (depth > 6 && Number(schema, "minItems") is null) least = 0;
        if (!schema.TryGetProperty("items", out var items)) return result;
        for (var i = 0; i < Math.Min(Math.Min(least, most), 64); i++) result.Add(Of(items, root, depth + 1));
        return result;
    }

    private static JsonValue IntegerOf(JsonElement schema) => JsonValue.Create((long)Math.Clamp(1, Math.Ceiling(Least(schema, 1)), Math.Floor(Most(schema, 1))));

    private static JsonValue NumberOf(JsonElement schema) => JsonValue.Create(Math.Clamp(1.5, Least(schema, 0.001), Most(schema, 0.001)));

    private static double Least(JsonElement schema, double step) => Math.Max(Number(schema, "minimum") ?? -1e9, (Number(schema, "exclusiveMinimum") ?? -1e9) + step);

    private static double Most(JsonElement schema, double step) => Math.Max(Least(schema, step), Math.Min(Number(schema, "maximum") ?? 1e9, (Number(schema, "exclusiveMaximum") ?? 1e9) - step));

    private static string StringOf(JsonElement schema)
    {
        var format = schema.TryGetProperty("format", out var name) ? name.ToString() : "";
        var text = format switch
        {
            "date-time" => "2026-01-02T03:04:05Z",
            "date" => "2026-01-02",
            "time" => "03:04:05Z",
            "duration" => "PT1H",
            "email" => "someone@example.com",
            "hostname" => "example.com",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "uuid" => "00000000-0000-4000-8000-000000000001",
            "uri" => "https://example.com/",
            _ => "example",
        };
        if (Number(schema, "minLength") is { } least && text.Length < least) text = text.PadRight((int)Math.Min(least, 10_000), 'x');
        return Number(schema, "maxLength") is { } most && text.Length > most ? text[..(int)most] : text;
    }

    private static JsonNode? Merge(JsonElement schema, JsonElement all, JsonElement root, int depth)
    {
        var result = ObjectOf(schema, root, depth);
        JsonNode? other = null;
        foreach (var part in all.EnumerateArray())
        {
            var sample = Of(part, root, depth + 1);
            if (sample is not JsonObject members) other = sample;
            else
                foreach (var (name, value) in members.ToArray()) result[name] = value?.DeepClone();
        }

        return result.Count > 0 ? result : other ?? result;
    }

    private static string TypeOf(JsonElement schema, int depth)
    {
        if (!schema.TryGetProperty("type", out var type)) return schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
        if (type.ValueKind != JsonValueKind.Array) return type.ToString();
        var names = type.EnumerateArray().Select(static name => name.ToString()).ToArray();
        return depth > 6 && names.Contains("null") ? "null" : names.FirstOrDefault(static name => name != "null") ?? "null";
    }

    private static JsonElement Prefer(JsonElement options, int depth)
    {
        foreach (var option in options.EnumerateArray())
        {
            var isNull = option.ValueKind == JsonValueKind.Object && option.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("null");
            if (isNull == depth > 6) return option;
        }

        return options[0];
    }

    private static JsonElement? Resolve(JsonElement reference, JsonElement root)
    {
        var path = reference.ToString();
        if (!path.StartsWith('#')) return null;
        var at = root;
        foreach (var part in path.Split('/').Skip(1))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), out at)) return null;
        return at;
    }

    private static double? Number(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
