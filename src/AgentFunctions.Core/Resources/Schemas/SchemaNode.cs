using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Resources.Schemas;

/// <summary>
/// One node of a resource schema. The published schemas keep to this subset of JSON Schema; a keyword outside it fails the load, so no rule in a schema is silently ignored.
/// A full validator costs half a second of start-up; the tests hold this one to it.
/// </summary>
internal sealed class SchemaNode
{
    // By the clock, not by work: on a machine that stalls for a moment a short time refuses, or ends a start over, what is right. Patterns from outside are matched in linear time.
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(10);

    public IReadOnlyList<string> Types { get; private set; } = [];

    public Dictionary<string, SchemaNode> Properties { get; } = new(StringComparer.Ordinal);

    public List<string> Required { get; } = [];

    public SchemaNode? Additional { get; private set; }

    /// <summary>Fields of any name and content are allowed: something else checks them.</summary>
    public bool IsOpen { get; private set; }

    public SchemaNode? Items { get; private set; }

    public IReadOnlyList<string>? Enum { get; private set; }

    public Regex? Pattern { get; private set; }

    public string? PatternText { get; private set; }

    public double? Minimum { get; private set; }

    public double? Maximum { get; private set; }

    public int? MinLength { get; private set; }

    public int? MaxLength { get; private set; }

    public int? MinItems { get; private set; }

    public int? MaxItems { get; private set; }

    public int? MaxProperties { get; private set; }

    public bool UniqueItems { get; private set; }

    /// <summary>What a value must look like, in words; shown when the pattern does not match.</summary>
    public string? Description { get; private set; }

    /// <param name="element">The schema.</param>
    /// <param name="definitions">What <c>$ref</c> may name.</param>
    /// <param name="patterns">How patterns are matched: those that users declare must not backtrack.</param>
    public static SchemaNode Parse(JsonElement element, JsonElement definitions, RegexOptions patterns = RegexOptions.None)
    {
        return Resolve(element, new SchemaDefinitions(definitions, patterns));
    }

    /// <summary>A reference is the node it names, the same one wherever it is named: so a schema may contain itself.</summary>
    private static SchemaNode Resolve(JsonElement element, SchemaDefinitions definitions)
    {
        if (element.TryGetProperty("$ref", out var reference)) return definitions.Find(reference.GetString()!);
        var node = new SchemaNode();
        node.Fill(element, definitions);
        return node;
    }

    internal void Fill(JsonElement element, SchemaDefinitions definitions)
    {
        foreach (var keyword in element.EnumerateObject()) Read(keyword, definitions);
    }

    private void Read(JsonProperty keyword, SchemaDefinitions definitions)
    {
        var value = keyword.Value;
        switch (keyword.Name)
        {
            case "type":
                Types = value.ValueKind == JsonValueKind.Array ? Strings(value) : [value.GetString()!];
                break;
            case "properties":
                foreach (var property in value.EnumerateObject()) Properties[property.Name] = Resolve(property.Value, definitions);
                break;
            case "additionalProperties":
                Additional = value.ValueKind == JsonValueKind.Object ? Resolve(value, definitions) : null;
                IsOpen = value.ValueKind == JsonValueKind.True;
                break;
            case "required":
                Required.AddRange(Strings(value));
                break;
            case "items":
                Items = Resolve(value, definitions);
                break;
            case "enum":
                Enum = Strings(value);
                break;
            case "pattern":
                PatternText = value.GetString()!;
                // '$' in .NET also matches before a final line feed; in JSON Schema it does not.
                var exact = PatternText.EndsWith('$') ? PatternText[..^1] + @"\z" : PatternText;
                Pattern = new Regex(exact, RegexOptions.CultureInvariant | definitions.Patterns, PatternTimeout);
                break;
            case "minimum":
                Minimum = value.GetDouble();
                break;
            case "maximum":
                Maximum = value.GetDouble();
                break;
            case "minLength":
                MinLength = value.GetInt32();
                break;
            case "maxLength":
                MaxLength = value.GetInt32();
                break;
            case "minItems":
                MinItems = value.GetInt32();
                break;
            case "maxItems":
                MaxItems = value.GetInt32();
                break;
            case "maxProperties":
                MaxProperties = value.GetInt32();
                break;
            case "uniqueItems":
                UniqueItems = value.GetBoolean();
                break;
            case "description":
                Description = value.GetString();
                break;
            case "$schema" or "$id" or "title" or "default" or "examples" or "definitions" or "readOnly":
                break;
            default:
                throw new InvalidOperationException($"The schema keyword '{keyword.Name}' is not supported.");
        }
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];
}
