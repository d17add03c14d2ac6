using System.Collections.Frozen;

namespace AgentFunctions.Core.Expressions.Checking;

/// <summary>What is known of a value before there is one: from a JSON Schema, or from what computes it. Says too little rather than too much.</summary>
public sealed class ValueShape
{
    /// <summary>Shapes within one; what grows beyond that is only known by its kind, so that no definition makes checking it costly.</summary>
    private const int MaxWeight = 5_000;

    private static readonly FrozenDictionary<string, ValueShape> NoFields = FrozenDictionary<string, ValueShape>.Empty;
    private ValueShape? _others;
    private int? _weight;

    /// <summary>Nothing is known.</summary>
    public static ValueShape Any { get; } = MakeAny();

    public static ValueShape Boolean { get; } = new() { Kinds = ShapeKinds.Boolean };

    public static ValueShape Number { get; } = new() { Kinds = ShapeKinds.Number };

    public static ValueShape Text { get; } = new() { Kinds = ShapeKinds.Text };

    public ShapeKinds Kinds { get; init; }

    /// <summary>Fields of an object that are known by name.</summary>
    public IReadOnlyDictionary<string, ValueShape> Fields { get; init; } = NoFields;

    /// <summary>Names that must be there; for made-up samples, not for checks.</summary>
    public IReadOnlySet<string> Required { get; init; } = FrozenSet<string>.Empty;

    /// <summary>What other fields are; null: there are none.</summary>
    public ValueShape? Others
    {
        get => _others;
        init => _others = value;
    }

    /// <summary>What entries of a list are; null: not known.</summary>
    public ValueShape? Items { get; init; }

    /// <summary>The only texts it can be; null: any.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>A value that fits, where a schema gives one; for made-up samples, not for checks.</summary>
    public System.Text.Json.JsonElement? Example { get; init; }

    /// <summary>Names that one would look for among the fields, and why they are not there.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = FrozenDictionary<string, string>.Empty;

    private int Weight => _weight ??= (int)Math.Min(MaxWeight + 1, 1L + Fields.Values.Sum(static f => (long)f.Weight) + (Others is { } others && !ReferenceEquals(others, this) ? others.Weight : 0) + (Items is { } items && !ReferenceEquals(items, this) ? items.Weight : 0));

    /// <summary>An object with exactly these fields.</summary>
    public static ValueShape Map(IReadOnlyDictionary<string, ValueShape> fields) => Bounded(new() { Kinds = ShapeKinds.Map, Fields = fields });

    public static ValueShape ListOf(ValueShape items) => Bounded(new() { Kinds = ShapeKinds.List, Items = items });

    /// <summary>What is one or the other.</summary>
    public static ValueShape Either(ValueShape one, ValueShape other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (hasOne, hasOther) = (one.Kinds.HasFlag(ShapeKinds.Map), other.Kinds.HasFlag(ShapeKinds.Map));
        if (ReferenceEquals(one, other)) return one;
        var fields = one.Fields.Keys.Union(other.Fields.Keys).ToDictionary(static n => n, n => Field(one, hasOne, n) is var a && Field(other, hasOther, n) is var b && a is not null && b is not null ? Either(a, b) : (a ?? b)!, StringComparer.Ordinal);
        return Bounded(new ValueShape
        {
            Kinds = one.Kinds | other.Kinds,
            Fields = fields,
            Others = IsOpen(one, hasOne) || IsOpen(other, hasOther) ? Any : null,
            Items = one.Kinds.HasFlag(ShapeKinds.List) && other.Kinds.HasFlag(ShapeKinds.List) ? (one.Items is { } i && other.Items is { } j ? Either(i, j) : null) : one.Items ?? other.Items,
            Texts = Union(one, other),
        });
    }

    private static ValueShape Bounded(ValueShape shape) => shape.Weight > MaxWeight ? new ValueShape { Kinds = shape.Kinds, Others = Any } : shape;

    private static ValueShape MakeAny()
    {
        var any = new ValueShape { Kinds = ShapeKinds.Any };
        any._others = any;
        return any;
    }

    private static ValueShape? Field(ValueShape shape, bool isMap, string name) => isMap && shape.Fields.TryGetValue(name, out var field) ? field : isMap ? shape.Others : null;

    private static bool IsOpen(ValueShape shape, bool isMap) => isMap && shape.Others is not null;

    private static IReadOnlyList<string>? Union(ValueShape one, ValueShape other)
    {
        if (!one.Kinds.HasFlag(ShapeKinds.Text)) return other.Texts;
        if (!other.Kinds.HasFlag(ShapeKinds.Text)) return one.Texts;
        return one.Texts is { } a && other.Texts is { } b ? [.. a.Union(b, StringComparer.Ordinal)] : null;
    }
}
