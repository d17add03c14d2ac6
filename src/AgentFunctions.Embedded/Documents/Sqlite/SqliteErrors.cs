using AgentFunctions.Core.Documents;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>Result codes of SQLite, as exceptions and as words an operator can act on.</summary>
internal static class SqliteErrors
{
    private const int PrimaryCode = 0xFF;

    /// <summary>Throws unless <paramref name="resultCode"/> is a success.</summary>
    public static void Check(int resultCode, sqlite3 database)
    {
        if (resultCode is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw Create(resultCode, database);
    }

    public static SqliteException Create(int resultCode, sqlite3 database) =>
        new($"SQLite error {resultCode}: {raw.sqlite3_errmsg(database).utf8_to_string()}.", resultCode & PrimaryCode, raw.sqlite3_extended_errcode(database));

    public static bool IsBusy(int resultCode) => (resultCode & PrimaryCode) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>Whether the connection itself is suspect and must be opened anew.</summary>
    public static bool PoisonsConnection(SqliteException exception) => exception.SqliteErrorCode is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL);

    /// <summary>What the caller of the store sees: cause and cure, the file named, no content.</summary>
    public static DocumentStoreUnavailableException ToUnavailable(SqliteException exception, string file)
    {
        var reason = exception.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another process holds its write lock for too long; find and end what keeps a transaction open on it",
            raw.SQLITE_FULL => "the disk (or the file's MaxFileBytes) is full; free some space",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => "it is read-only; let this user write the file and its folder",
            raw.SQLITE_CANTOPEN => "it cannot be opened; check that the folder exists and belongs to this user",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "it is damaged; restore it from a backup",
            raw.SQLITE_IOERR => "the disk reports an error",
            _ => $"SQLite reports error {exception.SqliteErrorCode}",
        };
        return new DocumentStoreUnavailableException($"The store file '{file}' is unavailable: {reason}.", exception);
    }
}
