using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Memory;
using AgentFunctions.Embedded.Workflows.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>One open connection to a store file with the pragmas of its role.</summary>
internal sealed class StoreConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _kept = new(StringComparer.Ordinal);

    private StoreConnection(SqliteConnection connection, TimeSpan busyTimeout)
    {
        _connection = connection;
        BusyTimeoutMilliseconds = (int)busyTimeout.TotalMilliseconds;
    }

    public sqlite3 Handle => _connection.Handle!;

    public int BusyTimeoutMilliseconds { get; }

    public static StoreConnection OpenWriter(StoreFileSettings settings)
    {
        StoreFolder.CreateFile(settings.Path);
        var connection = OpenPlain(settings.Path, SqliteOpenMode.ReadWrite, settings.BusyTimeout);
        try
        {
            connection.UseWriteAheadLog();
            connection.Execute($"PRAGMA synchronous={(settings.IsDurable ? "FULL" : "NORMAL")}");
            // Checkpoints run after the acknowledgements, not inside somebody's commit.
            connection.Execute("PRAGMA wal_autocheckpoint=0");
            connection.Execute("PRAGMA journal_size_limit=4194304");
            connection.Execute("PRAGMA cache_size=-16384");

            // What is deleted or overwritten leaves nothing in the pages it lay in.
            if (settings.HoldsContent)
                connection.Execute("PRAGMA secure_delete=ON");
            if (settings.MaxBytes is { } maxBytes)
                connection.Execute($"PRAGMA max_page_count={maxBytes / connection.QueryInt64("PRAGMA page_size")}");
            StoreSchema.Ensure(connection, settings);
            if (settings.Purpose == StorePurpose.Runs)
                WorkflowSchema.Ensure(connection);
            if (settings.Purpose == StorePurpose.Memory)
                MemorySchema.Ensure(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static StoreConnection OpenReader(StoreFileSettings settings)
    {
        var connection = OpenPlain(settings.Path, SqliteOpenMode.ReadWrite, settings.BusyTimeout);
        try
        {
            connection.Execute("PRAGMA query_only=1");
            connection.Execute("PRAGMA cache_size=-4096");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public SqliteStatement Prepare(string sql) => new(Handle, sql);

    /// <summary>Prepared once and kept as long as the connection; reset after each use.</summary>
    public SqliteStatement Keep(string sql)
    {
        if (!_kept.TryGetValue(sql, out var statement))
            _kept.Add(sql, statement = Prepare(sql));
        return statement;
    }

    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
        }
    }

    public long QueryInt64(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.GetInt64(0) : 0;
    }

    public string QueryText(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.GetString(0) : "";
    }

    public void Dispose()
    {
        foreach (var statement in _kept.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    /// <summary>A store file as it is, without the pragmas of a role and whatever its format; for backups and checks.</summary>
    public static StoreConnection OpenPlain(string path, SqliteOpenMode mode, TimeSpan busyTimeout)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString();
        var connection = new SqliteConnection(text);
        try
        {
            connection.Open();
            var opened = new StoreConnection(connection, busyTimeout);
            opened.Execute($"PRAGMA busy_timeout={opened.BusyTimeoutMilliseconds}");
            opened.Execute("PRAGMA trusted_schema=OFF");
            opened.Execute("PRAGMA temp_store=MEMORY");
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Turning the log on needs the file alone and ignores busy_timeout; processes that start together take turns.</summary>
    private void UseWriteAheadLog()
    {
        var deadline = PollDeadline.After(TimeSpan.FromMilliseconds(BusyTimeoutMilliseconds));
        while (true)
        {
            try
            {
                Execute("PRAGMA journal_mode=WAL");
                return;
            }
            catch (SqliteException exception) when (SqliteErrors.IsBusy(exception.SqliteErrorCode) && !deadline.IsPast)
            {
                PollDeadline.Pause();
            }
        }
    }
}
