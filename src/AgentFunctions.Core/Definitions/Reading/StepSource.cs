using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Templates;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Definitions.Reading;

/// <summary>Reads the fields of one object of a definition that fits the schema, and reports what is wrong with their content.</summary>
internal sealed class StepSource(JsonElement json, string path, Findings findings)
{
    public string Path => path;

    public IEnumerable<string> Names => json.EnumerateObject().Select(static p => p.Name);

    public bool Has(string name) => json.TryGetProperty(name, out _);

    public string? Text(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public int? Number(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    public JsonElement? Json(string name) => json.TryGetProperty(name, out var value) ? value : null;

    public IEnumerable<StepSource> Items(string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select((item, i) => new StepSource(item, JsonPath.Item(Of(name), i), findings)) : [];

    public StepSource? Inner(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? new StepSource(value, Of(name), findings) : null;

    public string Of(string name) => JsonPath.Property(path, name);

    public void Report(string name, string message) => findings.Add(Of(name), message);

    public Expression? Expression(string name)
    {
        if (Text(name) is not { } text) return null;
        var (expression, error) = Expressions.Expression.Parse(text);
        if (error is not null) Report(name, text.StartsWith("${", StringComparison.Ordinal) ? "is an expression already: write it without ${ }" : error.ToString());
        return expression;
    }

    public TextTemplate? Template(string name)
    {
        if (Text(name) is not { } text) return null;
        var (template, error) = TextTemplate.Parse(text);
        if (error is not null) Report(name, error.ToString());
        return template;
    }

    public JsonTemplate? JsonTemplate(string name) =>
        Json(name) is { } value ? Expressions.Templates.JsonTemplate.Parse(value, Of(name), (at, error) => findings.Add(at, error.ToString())) : null;

    /// <summary>A JSON Schema; reported where it is none that can be checked.</summary>
    public JsonElement? Schema(string name)
    {
        if (Json(name) is not { } schema) return null;
        InputSchema.Check(schema, Of(name), findings);
        return schema;
    }

    public TimeSpan? Span(string name, TimeSpan least, TimeSpan most)
    {
        if (Text(name) is not { } text || ParseSpan(text) is not { } span) return null;
        if (span < least || span > most) Report(name, $"must be from {least:c} to {most:c}");
        return span;
    }

    public static TimeSpan? ParseSpan(string text) => TimeSpan.TryParseExact(text, ["c", @"h\:mm\:ss"], CultureInfo.InvariantCulture, out var span) ? span : null;
}
