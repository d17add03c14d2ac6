namespace AgentFunctions.Core.Documents;

/// <summary>
/// The small filter language of queries and patch predicates. Paths are dotted property names inside the body. Comparison is typed: values of different types are never
/// equal and never ordered, strings compare ordinally by UTF-8 bytes, a missing property matches only a negated filter. Engines bind every value as a parameter.
/// A filter either holds or does not (there is no third truth value), so <see cref="Negated"/> holds exactly where its filter does not. Numbers compare by value (<c>1</c>,
/// <c>1.0</c> and <c>1e0</c> are one integer); a number with a fraction is a number but no integer.
/// </summary>
public abstract record DocumentFilter
{
    /// <summary>
    /// A comparison of the property at <paramref name="Path"/> with <paramref name="Value"/>. <see cref="FilterOperator.NotEqual"/> holds for a property that exists and is not equal,
    /// another type included. The ordering operators take an integer or a string.
    /// </summary>
    public sealed record Compare(string Path, FilterOperator Operator, DocumentValue Value) : DocumentFilter;

    /// <summary>
    /// An arithmetic guard for counters: the sum of the integers at <paramref name="Paths"/> plus <paramref name="Plus"/> is at most <paramref name="AtMost"/>.
    /// A missing property counts as 0; it does not hold where a property is anything but an integer. 1 to 10 paths.
    /// </summary>
    public sealed record SumAtMost(IReadOnlyList<string> Paths, long Plus, long AtMost) : DocumentFilter;

    /// <summary>The string at <paramref name="Path"/> begins with <paramref name="Prefix"/>, case-sensitively.</summary>
    public sealed record StartsWith(string Path, string Prefix) : DocumentFilter;

    /// <summary>The property exists, null included.</summary>
    public sealed record Exists(string Path) : DocumentFilter;

    /// <summary>The property equals one of <paramref name="Values"/> (1 to 100).</summary>
    public sealed record OneOf(string Path, IReadOnlyList<DocumentValue> Values) : DocumentFilter;

    /// <summary>The array at <paramref name="Path"/> contains the scalar.</summary>
    public sealed record Contains(string Path, DocumentValue Value) : DocumentFilter;

    /// <summary>All hold; empty is true.</summary>
    public sealed record All(IReadOnlyList<DocumentFilter> Filters) : DocumentFilter;

    /// <summary>One holds; empty is false.</summary>
    public sealed record Any(IReadOnlyList<DocumentFilter> Filters) : DocumentFilter;

    /// <summary>The filter does not hold.</summary>
    public sealed record Negated(DocumentFilter Filter) : DocumentFilter;

    public static DocumentFilter Equal(string path, DocumentValue value) => new Compare(path, FilterOperator.Equal, value);

    public static DocumentFilter And(params DocumentFilter[] filters) => new All(filters);

    public static DocumentFilter Or(params DocumentFilter[] filters) => new Any(filters);
}
