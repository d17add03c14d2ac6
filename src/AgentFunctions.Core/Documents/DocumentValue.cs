namespace AgentFunctions.Core.Documents;

/// <summary>A scalar of the filter and patch language: null, boolean, integer within 2^53, or string.</summary>
public readonly record struct DocumentValue
{
    private DocumentValue(object? value) => Value = value;

    /// <summary>null, <see cref="bool"/>, <see cref="long"/> or <see cref="string"/>.</summary>
    public object? Value { get; }

    public static DocumentValue Null => default;

    public static implicit operator DocumentValue(string? value) => new(value);

    public static implicit operator DocumentValue(long value) => new(value);

    public static implicit operator DocumentValue(bool value) => new(value);

    public static DocumentValue FromString(string? value) => new(value);

    public static DocumentValue FromInt64(long value) => new(value);

    public static DocumentValue FromBoolean(bool value) => new(value);
}
