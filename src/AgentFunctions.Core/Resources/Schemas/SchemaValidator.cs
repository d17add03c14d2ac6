using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>Checks a JSON value against a schema and reports every finding with its path and a cure.</summary>
internal static class SchemaValidator
{
    public static void Validate(JsonElement value, SchemaNode schema, string path, Findings findings)
    {
        var shown = path.Length == 0 ? "$" : path;
        if (schema.Types.Count > 0 && !schema.Types.Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && schema.Types.Contains("number")))
        {
            findings.Add(shown, WrongType(value, schema));
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                ValidateObject(value, schema, path, findings);
                break;
            case JsonValueKind.Array:
                ValidateArray(value, schema, path, findings);
                break;
            case JsonValueKind.String:
                ValidateString(value.GetString()!, schema, path, findings);
                break;
            case JsonValueKind.Number:
                ValidateNumber(value, schema, path, findings);
                break;
        }
    }

    private static void ValidateObject(JsonElement value, SchemaNode schema, string path, Findings findings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            names.Add(property.Name);
            var inner = JsonPath.Property(path, property.Name);
            if (schema.Properties.TryGetValue(property.Name, out var known)) Validate(property.Value, known, inner, findings);
            else if (schema.Additional is { } additional) Validate(property.Value, additional, inner, findings);
            else if (!schema.IsOpen) findings.Add(inner, Spelling.UnknownField(property.Name, schema.Properties.Keys));
        }

        foreach (var required in schema.Required)
        {
            if (!names.Contains(required)) findings.Add(JsonPath.Property(path, required), "is required" + Hint(schema.Properties[required]));
        }

        if (names.Count > schema.MaxProperties) findings.Add(path, $"may have at most {schema.MaxProperties} fields");
    }

    private static void ValidateArray(JsonElement value, SchemaNode schema, string path, Findings findings)
    {
        var count = value.GetArrayLength();
        if (count < schema.MinItems) findings.Add(path, $"needs at least {schema.MinItems} {(schema.MinItems == 1 ? "entry" : "entries")}");
        if (count > schema.MaxItems) findings.Add(path, $"may have at most {schema.MaxItems} entries");
        var seen = new List<JsonElement>();
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (index >= schema.MaxItems) break;
            var inner = $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";
            if (schema.Items is { } items) Validate(item, items, inner, findings);
            if (schema.UniqueItems && seen.Exists(s => JsonElement.DeepEquals(s, item))) findings.Add(inner, "repeats an earlier entry: remove it");
            seen.Add(item);
            index++;
        }
    }

    private static void ValidateString(string value, SchemaNode schema, string path, Findings findings)
    {
        if (schema.Enum is { } allowed)
        {
            if (!allowed.Contains(value)) findings.Add(path, $"must be one of {string.Join(", ", allowed)}");
            return;
        }

        if (value.Length < schema.MinLength) findings.Add(path, value.Length == 0 ? "must not be empty" : $"must have at least {schema.MinLength} characters");
        else if (value.Length > schema.MaxLength) findings.Add(path, $"may have at most {schema.MaxLength} characters");
        else if (schema.Pattern is { } pattern && !pattern.IsMatch(value)) findings.Add(path, $"does not match {schema.PatternText}{Hint(schema)}");
    }

    private static void ValidateNumber(JsonElement value, SchemaNode schema, string path, Findings findings)
    {
        var number = value.GetDouble();
        if (number < schema.Minimum) findings.Add(path, string.Create(CultureInfo.InvariantCulture, $"must be at least {schema.Minimum}"));
        else if (number > schema.Maximum) findings.Add(path, string.Create(CultureInfo.InvariantCulture, $"must be at most {schema.Maximum}"));
    }

    private static string WrongType(JsonElement value, SchemaNode schema)
    {
        var expected = string.Join(" or ", schema.Types.Where(t => t != "null").Select(Article));
        return value.ValueKind == JsonValueKind.Null
            ? $"must be {expected}, not null; leave the field out to take its default"
            : $"must be {expected}, not {Article(TypeOf(value))}{Hint(schema)}";
    }

    private static string Hint(SchemaNode schema) => schema.Description is { } text ? $" ({text.TrimEnd('.')})" : "";

    private static string Article(string type) => type is "object" or "array" or "integer" ? "an " + type : "a " + type;

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => IsInteger(value) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    /// <summary>An integer is written as one: 1.0 and 1e3 are not, as the typed specs see it.</summary>
    private static bool IsInteger(JsonElement value) => value.TryGetInt64(out _);
}
