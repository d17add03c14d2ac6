using System.Text.Json;

namespace AgentFunctions.Http.Tests.OpenApi;

/// <summary>Holds answers to what <c>/openapi.json</c> says of them: types, words, what must be there, and that nothing is there that is not described.</summary>
internal sealed class AnswerSchema(JsonElement document)
{
    /// <summary>The schema of what an operation answers with that status.</summary>
    public JsonElement Of(string path, string method, string status = "200") =>
        document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses").GetProperty(status).GetProperty("content").GetProperty("application/json").GetProperty("schema");

    /// <summary>What does not agree, each with its place.</summary>
    public IEnumerable<string> Problems(JsonElement schema, JsonElement value, string at = "$")
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("allOf", out var parts)) return parts.EnumerateArray().SelectMany(part => Problems(part, value, at));
        if (schema.TryGetProperty("anyOf", out parts) || schema.TryGetProperty("oneOf", out parts))
            return parts.EnumerateArray().Any(part => !Problems(part, value, at).Any()) ? [] : [$"{at} is none of its kinds"];
        return Own(schema, value, at);
    }

    private IEnumerable<string> Own(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => Is(name, value))) yield return $"{at} is {value.ValueKind}, not {type}";
        if (schema.TryGetProperty("enum", out var words) && value.ValueKind != JsonValueKind.Null && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value))) yield return $"{at} is {value}, which is no word of it";
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var problem in value.EnumerateArray().SelectMany((item, index) => Problems(items, item, $"{at}[{index}]"))) yield return problem;
        }

        if (value.ValueKind != JsonValueKind.Object) yield break;
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray())
                if (!value.TryGetProperty(name.GetString()!, out _)) yield return $"{at}.{name} is missing";
        }

        var isOpen = !schema.TryGetProperty("properties", out var properties);
        var others = schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind != JsonValueKind.False ? more : (JsonElement?)null;
        foreach (var member in value.EnumerateObject())
        {
            if (!isOpen && properties.TryGetProperty(member.Name, out var known))
            {
                foreach (var problem in Problems(known, member.Value, $"{at}.{member.Name}")) yield return problem;
            }
            else if (others is { ValueKind: JsonValueKind.Object } each)
            {
                foreach (var problem in Problems(each, member.Value, $"{at}.{member.Name}")) yield return problem;
            }
            else if (!isOpen && others is null)
            {
                yield return $"{at}.{member.Name} is not described";
            }
        }
    }

    private JsonElement Resolve(JsonElement schema)
    {
        while (schema.TryGetProperty("$ref", out var reference)) schema = reference.GetString()!.Split('/').Skip(1).Aggregate(document, static (at, name) => at.GetProperty(name));
        return schema;
    }

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static name => name.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => value.ValueKind == JsonValueKind.Null,
    };
}
