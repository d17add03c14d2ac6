using System.Buffers;
using System.Text;
using SQLitePCL;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>
/// A prepared statement kept for the life of its connection. It speaks to SQLite directly: the driver's command layer allocates, re-binds by name and, when the file is busy,
/// sleeps 150 ms between its own tries, past any <c>busy_timeout</c>. Not safe for concurrent use.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int StackBytes = 512;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteErrors.Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), database);
    }

    public void Bind(int index, string text)
    {
        if (text.Length == 0)
        {
            // An empty span would bind NULL.
            SqliteErrors.Check(raw.sqlite3_bind_text(_statement, index, ""), _database);
            return;
        }
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var buffer = size <= StackBytes ? stackalloc byte[StackBytes] : (rented = ArrayPool<byte>.Shared.Rent(size));
        var length = Encoding.UTF8.GetBytes(text, buffer);
        var result = raw.sqlite3_bind_text(_statement, index, (ReadOnlySpan<byte>)buffer[..length]);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        SqliteErrors.Check(result, _database);
    }

    public void Bind(int index, long value) => SqliteErrors.Check(raw.sqlite3_bind_int64(_statement, index, value), _database);

    public void Bind(int index, long? value)
    {
        if (value is { } number)
            Bind(index, number);
        else
            SqliteErrors.Check(raw.sqlite3_bind_null(_statement, index), _database);
    }

    public void BindBlob(int index, ReadOnlySpan<byte> blob) => SqliteErrors.Check(raw.sqlite3_bind_blob(_statement, index, blob), _database);

    /// <summary>True while there is a row; throws on any error.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        SqliteErrors.Check(result, _database);
        return result == raw.SQLITE_ROW;
    }

    /// <summary>Runs to the end and resets; the result code is left to the caller.</summary>
    public int TryRun()
    {
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        return result;
    }

    /// <summary>Runs a statement without rows.</summary>
    public void Run()
    {
        var result = TryRun();
        SqliteErrors.Check(result, _database);
    }

    /// <summary>Key of the row that the latest INSERT of the connection made.</summary>
    public long LastInsertKey => raw.sqlite3_last_insert_rowid(_database);

    /// <summary>Ends the statement's read or write; an error was already reported by <see cref="Step"/>.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long GetInt64(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long? GetNullableInt64(int column) => IsNull(column) ? null : GetInt64(column);

    /// <summary>Valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> GetBlob(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>Ids are ASCII.</summary>
    public string GetString(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public void Dispose() => _statement.Dispose();
}
