using System.Text.Json;

namespace AgentFunctions.Core.Expressions;

/// <summary>A value that expressions work on: JSON, or what was computed. Immutable.</summary>
public sealed class ExpressionValue
{
    private readonly object? _content;
    private readonly JsonElement _json;

    private ExpressionValue(ExpressionKind kind, object? content, JsonElement json = default)
    {
        Kind = kind;
        _content = content;
        _json = json;
    }

    public static ExpressionValue Null { get; } = new(ExpressionKind.Null, null);

    public static ExpressionValue True { get; } = new(ExpressionKind.Boolean, true);

    public static ExpressionValue False { get; } = new(ExpressionKind.Boolean, false);

    /// <summary>Stands for what is known only in a run.</summary>
    public static ExpressionValue Unknown { get; } = new(ExpressionKind.Unknown, null);

    public ExpressionKind Kind { get; }

    /// <summary>The JSON it came from; undefined for what was computed.</summary>
    internal JsonElement Json => _json;

    internal IReadOnlyList<ExpressionValue>? Items => _content as IReadOnlyList<ExpressionValue>;

    internal IReadOnlyDictionary<string, ExpressionValue>? Fields => _content as IReadOnlyDictionary<string, ExpressionValue>;

    public static ExpressionValue Of(bool value) => value ? True : False;

    public static ExpressionValue Of(decimal value) => new(ExpressionKind.Number, value);

    public static ExpressionValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new ExpressionValue(ExpressionKind.Text, value);
    }

    public static ExpressionValue Of(IReadOnlyList<ExpressionValue> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new ExpressionValue(ExpressionKind.List, items);
    }

    public static ExpressionValue Of(IReadOnlyDictionary<string, ExpressionValue> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        return new ExpressionValue(ExpressionKind.Map, fields);
    }

    /// <summary>The value of JSON; undefined is null. The element must outlive it.</summary>
    public static ExpressionValue Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => new(ExpressionKind.Number, null, json),
        JsonValueKind.String => new(ExpressionKind.Text, null, json),
        JsonValueKind.Array => new(ExpressionKind.List, null, json),
        JsonValueKind.Object => new(ExpressionKind.Map, null, json),
        _ => Null,
    };

    /// <summary>The truth value of a <see cref="ExpressionKind.Boolean"/>; null for everything else.</summary>
    public bool? AsBoolean() => _content as bool?;

    /// <summary>The number, exact to 28 digits; null for everything else and for numbers beyond that range.</summary>
    public decimal? AsNumber()
    {
        if (Kind != ExpressionKind.Number) return null;
        if (_content is decimal number) return number;
        return _json.TryGetDecimal(out var parsed) ? parsed : null;
    }

    /// <summary>The text; null for everything else and for JSON strings that are not valid Unicode.</summary>
    public string? AsText()
    {
        if (Kind != ExpressionKind.Text) return null;
        if (_content is string text) return text;
        try
        {
            return _json.GetString();
        }
        catch (InvalidOperationException)
        {
            // "\ud800": JSON by its grammar, but no text.
            return null;
        }
    }
}
