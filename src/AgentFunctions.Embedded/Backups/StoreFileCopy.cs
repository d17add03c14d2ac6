using AgentFunctions.Embedded.Documents.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentFunctions.Embedded.Backups;

/// <summary>Copies a store file that others may be writing: one read transaction through SQLite. The raw bytes of a live file are never a copy of it, and opening it otherwise would drop this process's locks.</summary>
internal static class StoreFileCopy
{
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>False, and nothing copied, for a file that is being created or is not of this product.</summary>
    /// <exception cref="SqliteException">The file is damaged, locked or cannot be read.</exception>
    public static bool TryCopy(string source, string target)
    {
        using var connection = StoreConnection.OpenPlain(source, SqliteOpenMode.ReadWrite, BusyTimeout);
        if (connection.QueryInt64("PRAGMA application_id") != StoreSchema.ApplicationId || connection.QueryInt64("PRAGMA user_version") == 0)
            return false;
        StoreFolder.CreateFile(target);
        using var copy = connection.Prepare("VACUUM INTO ?1");
        copy.Bind(1, target);
        copy.Run();
        return true;
    }

    public static bool IsDamage(SqliteException exception) => exception.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;
}
