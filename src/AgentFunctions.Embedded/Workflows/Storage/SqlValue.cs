using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>A value to bind: text, number, bytes or null.</summary>
internal readonly struct SqlValue
{
    private readonly string? _text;
    private readonly long? _number;
    private readonly byte[]? _bytes;

    private SqlValue(string? text, long? number, byte[]? bytes)
    {
        _text = text;
        _number = number;
        _bytes = bytes;
    }

    public static implicit operator SqlValue(string? text) => new(text, null, null);

    public static implicit operator SqlValue(long number) => new(null, number, null);

    public static implicit operator SqlValue(long? number) => new(null, number, null);

    public static implicit operator SqlValue(byte[]? bytes) => new(null, null, bytes);

    public void BindTo(SqliteStatement statement, int index)
    {
        if (_text is not null)
            statement.Bind(index, _text);
        else if (_bytes is not null)
            statement.BindBlob(index, _bytes);
        else
            statement.Bind(index, _number);
    }
}
