using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Expressions.Checking;

/// <summary>Shapes in words, and shapes of values.</summary>
internal static class ShapeText
{
    private const int MaxShown = 10;

    public static ValueShape Of(ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Null => new ValueShape { Kinds = ShapeKinds.Null },
        ExpressionKind.Boolean => ValueShape.Boolean,
        ExpressionKind.Number => ValueShape.Number,
        ExpressionKind.Text when value.AsText() is { } text => new ValueShape { Kinds = ShapeKinds.Text, Texts = [text] },
        _ => ValueShape.Any,
    };

    public static string Of(ShapeKinds kinds)
    {
        if (kinds == ShapeKinds.Any) return "anything";
        var words = new List<string>();
        if (kinds.HasFlag(ShapeKinds.Boolean)) words.Add("true or false");
        if (kinds.HasFlag(ShapeKinds.Number)) words.Add("a number");
        if (kinds.HasFlag(ShapeKinds.Text)) words.Add("a text");
        if (kinds.HasFlag(ShapeKinds.List)) words.Add("a list");
        if (kinds.HasFlag(ShapeKinds.Map)) words.Add("an object");
        if (kinds.HasFlag(ShapeKinds.Null)) words.Add("null");
        return words.Count == 0 ? "nothing" : string.Join(" or ", words);
    }

    public static string UnknownField(string name, ValueShape shape)
    {
        if (shape.Fields.Count == 0) return $"'{name}' cannot exist: there are no fields";
        return Spelling.Nearest(name, shape.Fields.Keys) is { } meant ? $"'{name}' cannot exist; did you mean '{meant}'?" : $"'{name}' cannot exist; there {(shape.Fields.Count == 1 ? "is" : "are")} {Join(shape.Fields.Keys)}";
    }

    public static string Choices(IReadOnlyList<string> texts) => texts.Count == 1 ? $"'{texts[0]}'" : $"one of {Join(texts)}";

    private static string Join(IEnumerable<string> names)
    {
        var all = names.Order(StringComparer.Ordinal).ToArray();
        return string.Join(", ", all.Take(MaxShown)) + (all.Length > MaxShown ? " and more" : "");
    }
}
