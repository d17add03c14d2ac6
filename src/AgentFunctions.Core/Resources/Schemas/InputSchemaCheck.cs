using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>Finds what of a declared schema lies outside the subset, or would make checking costly.</summary>
internal sealed class InputSchemaCheck(Findings findings)
{
    private const int MaxDepth = 16;
    private const int MaxNodes = 1000;
    private const int MaxPattern = 512;
    private const int MaxUnique = 1000;

    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private static readonly string[] Keywords =
    [
        "type", "properties", "required", "additionalProperties", "items", "enum", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "maxProperties", "uniqueItems", "description",
        "title", "default", "examples", "$schema", "$id", "readOnly",
    ];

    private int _nodes;

    public void Run(JsonElement schema, string path) => Node(schema, path, 1);

    private void Node(JsonElement node, string path, int depth)
    {
        if (node.ValueKind != JsonValueKind.Object)
        {
            findings.Add(path, "must be a JSON Schema, an object");
            return;
        }

        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            findings.Add(path, $"is too large: at most {MaxNodes} schemas, {MaxDepth} within one another");
            return;
        }

        if (!node.TryGetProperty("type", out _)) findings.Add(path + ".type", $"is required: one of {string.Join(", ", Types)}, or a list of them");
        foreach (var keyword in node.EnumerateObject()) Keyword(node, keyword, JsonPath.Property(path, keyword.Name), depth);
    }

    private void Keyword(JsonElement node, JsonProperty keyword, string path, int depth)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "type":
                if (!(value.ValueKind == JsonValueKind.String ? IsType(value) : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(IsType)))
                    findings.Add(path, $"must be one of {string.Join(", ", Types)}, or a list of them");
                break;
            case "properties":
                if (value.ValueKind != JsonValueKind.Object) findings.Add(path, "must be an object of schemas");
                else foreach (var property in value.EnumerateObject()) Node(property.Value, JsonPath.Property(path, property.Name), depth + 1);
                break;
            case "items":
                Node(value, path, depth + 1);
                break;
            case "additionalProperties":
                if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) Node(value, path, depth + 1);
                break;
            case "required":
                Required(node, value, path);
                break;
            case "enum":
                if (!IsTexts(value) || value.GetArrayLength() == 0 || !HasType(node, "string")) findings.Add(path, "must be a list of strings, of a schema with type string");
                break;
            case "pattern":
                if (value.ValueKind != JsonValueKind.String || !IsPattern(value.GetString()!)) findings.Add(path, $"must be a regular expression of at most {MaxPattern} characters without look-around and back-references");
                break;
            case "minimum" or "maximum":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out _)) findings.Add(path, "must be a whole number");
                break;
            case "minLength" or "maxLength" or "minItems" or "maxItems" or "maxProperties":
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var count) || count < 0) findings.Add(path, "must be a whole number from 0");
                break;
            case "uniqueItems":
                Unique(node, value, path);
                break;
            case "description" or "title":
                if (value.ValueKind != JsonValueKind.String) findings.Add(path, "must be a string");
                break;
            case "default" or "examples" or "$schema" or "$id" or "readOnly":
                break;
            default:
                findings.Add(path, Spelling.Nearest(keyword.Name, Keywords) is { } meant && meant != keyword.Name ? $"is not supported; did you mean '{meant}'?" : $"is not supported in schemas here; supported are {string.Join(", ", Keywords)}");
                break;
        }
    }

    private void Required(JsonElement node, JsonElement value, string path)
    {
        if (!IsTexts(value))
        {
            findings.Add(path, "must be a list of names of properties");
            return;
        }

        var index = 0;
        foreach (var name in value.EnumerateArray())
        {
            if (!(node.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name.GetString()!, out _)))
                findings.Add(JsonPath.Item(path, index), "names no property of this schema: declare it under properties");
            index++;
        }
    }

    /// <summary>Each entry is compared with each, so there must not be many.</summary>
    private void Unique(JsonElement node, JsonElement value, string path)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) findings.Add(path, "must be true or false");
        else if (value.ValueKind == JsonValueKind.True && !(node.TryGetProperty("maxItems", out var most) && most.ValueKind == JsonValueKind.Number && most.TryGetInt32(out var count) && count <= MaxUnique))
            findings.Add(path, $"needs maxItems of at most {MaxUnique} beside it");
    }

    private static bool IsType(JsonElement value) => value.ValueKind == JsonValueKind.String && Types.Contains(value.GetString());

    private static bool IsTexts(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String);

    private static bool HasType(JsonElement node, string type) => node.TryGetProperty("type", out var declared)
        && (declared.ValueKind == JsonValueKind.String ? declared.GetString() == type : declared.ValueKind == JsonValueKind.Array && declared.EnumerateArray().Any(t => t.ValueKind == JsonValueKind.String && t.GetString() == type));

    private static bool IsPattern(string pattern)
    {
        try
        {
            return pattern.Length <= MaxPattern && new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking) is not null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
