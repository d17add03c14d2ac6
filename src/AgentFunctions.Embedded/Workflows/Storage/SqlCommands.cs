using AgentFunctions.Embedded.Documents.Sqlite;
using SQLitePCL;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Statements with their values in one line; prepared once a connection.</summary>
internal static class SqlCommands
{
    /// <summary>Runs a statement without rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public static int Run(this StoreConnection connection, string sql, params ReadOnlySpan<SqlValue> values)
    {
        Bind(connection, sql, values).Run();
        return raw.sqlite3_changes(connection.Handle);
    }

    /// <summary>Every row.</summary>
    public static List<T> Rows<T>(this StoreConnection connection, string sql, Func<SqliteStatement, T> read, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(connection, sql, values);
        try
        {
            List<T> rows = [];
            while (statement.Step())
                rows.Add(read(statement));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>The first row; default for none.</summary>
    public static T? Row<T>(this StoreConnection connection, string sql, Func<SqliteStatement, T> read, params ReadOnlySpan<SqlValue> values)
    {
        var statement = Bind(connection, sql, values);
        try
        {
            return statement.Step() ? read(statement) : default;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>Whether there is a row.</summary>
    public static bool Any(this StoreConnection connection, string sql, params ReadOnlySpan<SqlValue> values) => connection.Row(sql, static _ => true, values);

    /// <summary>The one number of the first row; 0 for none.</summary>
    public static long Number(this StoreConnection connection, string sql, params ReadOnlySpan<SqlValue> values) => connection.Row(sql, static row => row.GetInt64(0), values);

    public static string? GetText(this SqliteStatement row, int column) => row.IsNull(column) ? null : row.GetString(column);

    public static byte[]? GetBytes(this SqliteStatement row, int column) => row.IsNull(column) ? null : row.GetBlob(column).ToArray();

    private static SqliteStatement Bind(StoreConnection connection, string sql, ReadOnlySpan<SqlValue> values)
    {
        var statement = connection.Keep(sql);
        for (var i = 0; i < values.Length; i++)
            values[i].BindTo(statement, i + 1);
        return statement;
    }
}
