using AgentFunctions.Embedded.Documents.Sqlite;
using SQLitePCL;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>The writer's connection and its transactions.</summary>
internal sealed class WriterTransaction : IDisposable
{
    /// <summary>Length of the log from which on it is copied into the file; a log that begins anew is cut back to it (journal_size_limit).</summary>
    private const int CheckpointBytes = 4 * 1024 * 1024;

    /// <summary>A log this long is cut back even if that makes others wait for a moment.</summary>
    private const int LogFramesToRestart = 16 * 1024;
    private const int RestartMilliseconds = 50;
    private const int FoldMilliseconds = 500;
    private readonly StoreConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _dataVersion;
    private readonly DocumentTable _table;
    private readonly string _log;
    private long _lastDataVersion;
    private int _commits;

    private WriterTransaction(StoreConnection connection, StoreFileSettings settings, TimeProvider time)
    {
        _connection = connection;
        _log = settings.Path + "-wal";
        _begin = connection.Prepare("BEGIN IMMEDIATE");
        _commit = connection.Prepare("COMMIT");
        _rollback = connection.Prepare("ROLLBACK");
        _dataVersion = connection.Prepare("PRAGMA data_version");
        _table = new DocumentTable(connection, time);
        Rows = new WriterRows(_table, connection);
    }

    /// <summary>The documents that requests work on, as of the open transaction.</summary>
    public WriterRows Rows { get; }

    /// <summary>Whether another process committed between the last two transactions of this one.</summary>
    public bool OthersWrote { get; private set; }

    public static WriterTransaction Open(StoreFileSettings settings, TimeProvider time)
    {
        var connection = StoreConnection.OpenWriter(settings);
        try
        {
            return new WriterTransaction(connection, settings, time);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Takes the file's write lock; true if it had to wait for it.</summary>
    public bool Begin()
    {
        var deadline = PollDeadline.After(TimeSpan.FromMilliseconds(_connection.BusyTimeoutMilliseconds));
        var waited = false;
        // SQLite's own handler backs off to 100 ms between tries, which loses every race against a writer that does not.
        raw.sqlite3_busy_timeout(_connection.Handle, 0);
        try
        {
            while (_begin.TryRun() is var result and not raw.SQLITE_DONE)
            {
                if (!SqliteErrors.IsBusy(result) || deadline.IsPast)
                    throw SqliteErrors.Create(result, _connection.Handle);
                waited = true;
                PollDeadline.Pause();
            }
        }
        finally
        {
            raw.sqlite3_busy_timeout(_connection.Handle, _connection.BusyTimeoutMilliseconds);
        }
        LookForOthers();
        if (OthersWrote)
            Rows.Forget();
        return waited;
    }

    public void Commit()
    {
        Rows.Flush();
        _commit.Run();
        Rows.Trim();
        _commits++;
    }

    /// <summary>Ends whatever is open; false if that failed and the connection must go.</summary>
    public bool TryRollback()
    {
        Rows.Forget();
        // After some errors SQLite has rolled back by itself.
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            _rollback.TryRun();
        return raw.sqlite3_get_autocommit(_connection.Handle) != 0;
    }

    /// <summary>Copies the log into the file now and then, without making anybody wait.</summary>
    public void CheckpointIfDue()
    {
        if ((_commits & 0x3F) != 0 || new FileInfo(_log) is not { Exists: true, Length: > CheckpointBytes })
            return;
        var result = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var frames, out _);
        if (result == raw.SQLITE_OK && frames > LogFramesToRestart)
            result = Restart();
        if (!SqliteErrors.IsBusy(result))
            SqliteErrors.Check(result, _connection.Handle);
    }

    /// <summary>Copies the whole log into the file and empties it, unless others use it.</summary>
    public void CheckpointAll()
    {
        raw.sqlite3_busy_timeout(_connection.Handle, 0);
        var result = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        if (!SqliteErrors.IsBusy(result))
            SqliteErrors.Check(result, _connection.Handle);
    }

    /// <summary>The same while others work: waits for readers, but not for long; false if they did not make room.</summary>
    public bool TryFold()
    {
        raw.sqlite3_busy_timeout(_connection.Handle, FoldMilliseconds);
        var result = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
        raw.sqlite3_busy_timeout(_connection.Handle, _connection.BusyTimeoutMilliseconds);
        if (SqliteErrors.IsBusy(result))
            return false;
        SqliteErrors.Check(result, _connection.Handle);
        return true;
    }

    public void Dispose()
    {
        _table.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _dataVersion.Dispose();
        _connection.Dispose();
    }

    /// <summary>Waits for readers, but not for long: whoever writes meanwhile waits too.</summary>
    private int Restart()
    {
        raw.sqlite3_busy_timeout(_connection.Handle, RestartMilliseconds);
        var result = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", raw.SQLITE_CHECKPOINT_RESTART, out _, out _);
        raw.sqlite3_busy_timeout(_connection.Handle, _connection.BusyTimeoutMilliseconds);
        return result;
    }

    private void LookForOthers()
    {
        _dataVersion.Step();
        var version = _dataVersion.GetInt64(0);
        _dataVersion.Reset();
        OthersWrote = version != _lastDataVersion && _lastDataVersion != 0;
        _lastDataVersion = version;
    }
}
