using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>
/// The tables of a store file and their format version (<c>PRAGMA user_version</c>). A newer format is refused; an older one is migrated step by step in one transaction.
/// </summary>
internal static class StoreSchema
{
    /// <summary>"AFdb", so that <c>file(1)</c> and a curious person can tell.</summary>
    public const long ApplicationId = 0x41466462;

    /// <summary>Step n brings format n to n + 1. Steps are only ever added; one that rewrites data takes a copy of the file first.</summary>
    private static readonly string[][] Steps =
    [
        [
            """
            CREATE TABLE documents (
              key INTEGER PRIMARY KEY,
              container TEXT NOT NULL,
              tenant TEXT NOT NULL,
              second TEXT NOT NULL,
              id TEXT NOT NULL,
              etag INTEGER NOT NULL,
              expires INTEGER,
              body BLOB NOT NULL
            ) STRICT
            """,
            "CREATE UNIQUE INDEX documents_by_id ON documents (container, tenant, second, id)",
            "CREATE INDEX documents_by_expiry ON documents (expires) WHERE expires IS NOT NULL",
        ],
        // The tables stay; what the documents of the control plane hold changed (data folder format 2). A version that knows only format 1 must not open them.
        [],
    ];

    /// <summary>The format this version writes, and the newest it reads.</summary>
    public static int Current => Steps.Length;

    public static void Ensure(StoreConnection connection, StoreFileSettings settings)
    {
        if (connection.QueryInt64("PRAGMA user_version") == Current)
            return;
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            // Checked under the lock only: another process may be at it, and its tables without its version would look like somebody else's database.
            for (var version = CheckedVersion(connection, settings); version < Current; version++)
            {
                foreach (var statement in Steps[version])
                    connection.Execute(statement);
            }
            connection.Execute($"PRAGMA application_id={ApplicationId}");
            connection.Execute($"PRAGMA user_version={Current}");
            connection.Execute("COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                connection.Execute("ROLLBACK");
            throw;
        }
    }

    private static long CheckedVersion(StoreConnection connection, StoreFileSettings settings)
    {
        var version = connection.QueryInt64("PRAGMA user_version");
        if (version > Current)
        {
            throw new DocumentStoreUnavailableException(
                $"The store file '{settings.Name}' in '{Path.GetDirectoryName(settings.Path)}' has format {version}; this version of AgentFunctions reads up to {Current}. "
                + "Start the version that wrote it, or name another data folder.");
        }
        if (version == 0 && connection.QueryInt64("SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw new DocumentStoreUnavailableException(
                $"The file '{settings.Name}' in '{Path.GetDirectoryName(settings.Path)}' is a SQLite database of something else; name another data folder.");
        }
        return version;
    }
}
