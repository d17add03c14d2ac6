using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Expressions.Evaluation;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Expressions.Templates;

/// <summary>JSON whose strings may hold expressions: arguments, inputs, outputs of workflow steps.</summary>
public sealed class JsonTemplate
{
    private readonly JsonElement _json;
    private readonly Dictionary<string, PlacedTemplate> _texts;

    private JsonTemplate(JsonElement json, Dictionary<string, PlacedTemplate> texts)
    {
        _json = json;
        _texts = texts;
    }

    /// <summary>An object without fields.</summary>
    public static JsonTemplate Empty { get; } = Parse(JsonDocument.Parse("{}").RootElement, "", static (_, _) => { });

    /// <summary>As it was written.</summary>
    public JsonElement Json => _json;

    /// <summary>The expressions in it.</summary>
    public IEnumerable<Expression> Expressions => _texts.Values.SelectMany(static placed => placed.Template.Expressions);

    /// <summary>Every text with an expression in it.</summary>
    internal IEnumerable<PlacedTemplate> Texts => _texts.Values;

    /// <summary>JSON that is one text.</summary>
    public static JsonTemplate Of(TextTemplate text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var json = JsonDocument.Parse($"\"{JsonEncodedText.Encode(text.Text)}\"");
        return new JsonTemplate(json.RootElement.Clone(), new Dictionary<string, PlacedTemplate>(StringComparer.Ordinal) { [""] = new PlacedTemplate("", text) });
    }

    /// <summary>Reads a template.</summary>
    /// <param name="json">Any JSON. Must outlive the template.</param>
    /// <param name="path">Where it stands, for <paramref name="report"/>.</param>
    /// <param name="report">Gets the path and the error of every text that is wrong.</param>
    public static JsonTemplate Parse(JsonElement json, string path, Action<string, ExpressionError> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var texts = new Dictionary<string, PlacedTemplate>(StringComparer.Ordinal);
        Collect(json, path, "", texts, report);
        return new JsonTemplate(json, texts);
    }

    /// <summary>The JSON with every expression replaced by its value; exactly one of the two is set.</summary>
    public (JsonElement? Json, ExpressionFailure? Failure) Render(IReadOnlyDictionary<string, ExpressionValue> environment)
    {
        if (_texts.Count == 0) return (_json, null);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            if (Write(writer, _json, "", environment) is { } failure) return (null, failure);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = 2 * ExpressionLimits.MaxDataDepth });
        return (JsonElement.ParseValue(ref reader), null);
    }

    private ExpressionFailure? Write(Utf8JsonWriter writer, JsonElement json, string at, IReadOnlyDictionary<string, ExpressionValue> environment)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    if (Write(writer, property.Value, Field(at, property.Name), environment) is { } failure) return failure;
                }

                writer.WriteEndObject();
                return null;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                var index = 0;
                foreach (var item in json.EnumerateArray())
                {
                    if (Write(writer, item, Entry(at, index++), environment) is { } failure) return failure;
                }

                writer.WriteEndArray();
                return null;
            case JsonValueKind.String when _texts.TryGetValue(at, out var placed):
                var outcome = placed.Template.Render(environment);
                return outcome.Value is null ? outcome.Failure : ValueJson.Write(writer, outcome.Value, 0, 0);
            default:
                json.WriteTo(writer);
                return writer.BytesCommitted + writer.BytesPending > ExpressionLimits.MaxRenderedLength ? StepMeter.TooCostly(0) : null;
        }
    }

    private static void Collect(JsonElement json, string path, string at, Dictionary<string, PlacedTemplate> texts, Action<string, ExpressionError> report)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject()) Collect(property.Value, JsonPath.Property(path, property.Name), Field(at, property.Name), texts, report);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in json.EnumerateArray())
                {
                    Collect(item, JsonPath.Item(path, index), Entry(at, index), texts, report);
                    index++;
                }

                break;
            case JsonValueKind.String:
                var (template, error) = TextTemplate.Parse(json.GetString()!);
                if (error is not null) report(path, error);
                else if (json.GetString()!.Contains("${", StringComparison.Ordinal)) texts[at] = new PlacedTemplate(path, template!);
                break;
        }
    }

    // Shown paths can be ambiguous ("a[0]" is a fine name), these cannot: every name comes with its length.
    private static string Field(string at, string name) => string.Create(CultureInfo.InvariantCulture, $"{at}.{name.Length}:{name}");

    private static string Entry(string at, int index) => string.Create(CultureInfo.InvariantCulture, $"{at}[{index}]");
}
