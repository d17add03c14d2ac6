using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Restore;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Documents.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>
/// Replaces the documents of a live store file by those of its backup in one transaction on that file: processes that have it open see all of before or all of after. The transaction leaves the id of the
/// restore and its notes in the file, in a container that no store asks for, so that a restore that goes on after a kill does no file twice.
/// </summary>
internal static class StoreFileRestore
{
    private const string MarkContainer = "_restores";
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(30);

    /// <param name="live">The live file; made where it is missing.</param>
    /// <param name="backup">Its copy; null empties the live file, which did not exist when the backup was taken.</param>
    /// <param name="restoreId">Tells this restore from others.</param>
    /// <param name="repair">Gets the documents before and after, within the transaction; gives lines for the operator.</param>
    /// <returns>The lines, also where the file was restored already by a run that was killed before it could tell.</returns>
    public static IReadOnlyList<string> Run(string live, string? backup, string restoreId, Func<IRestoreDocuments, IRestoredDocuments, IReadOnlyList<string>> repair)
    {
        try
        {
            RemoveOrphanedLog(live);
            using var connection = StoreConnection.OpenWriter(new StoreFileSettings(live, StorePurpose.Documents, BusyTimeout, null));
            if (backup is not null)
                Attach(connection, backup);
            connection.Execute("BEGIN IMMEDIATE");
            IReadOnlyList<string> notes;
            try
            {
                notes = NotesOfDone(connection, restoreId) ?? Replace(connection, live, backup is not null, restoreId, repair);
                connection.Execute("COMMIT");
            }
            catch
            {
                if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
                    connection.Execute("ROLLBACK");
                throw;
            }
            connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");
            return notes;
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ToUnavailable(exception, Path.GetFileName(live));
        }
    }

    private static IReadOnlyList<string> Replace(
        StoreConnection connection, string live, bool hasBackup, string restoreId, Func<IRestoreDocuments, IRestoredDocuments, IReadOnlyList<string>> repair)
    {
        // Nobody else can commit while the write lock is held here: this connection sees the file as it was, to the end.
        using var before = StoreConnection.OpenPlain(live, SqliteOpenMode.ReadWrite, BusyTimeout);
        before.Execute("BEGIN");
        before.QueryInt64("SELECT count(*) FROM sqlite_schema");
        connection.Execute("DELETE FROM main.documents");
        if (hasBackup)
        {
            connection.Execute(
                $"""
                INSERT INTO main.documents (container, tenant, second, id, etag, expires, body)
                SELECT container, tenant, second, id, etag, expires, body FROM backup.documents WHERE container <> '{MarkContainer}' ORDER BY key
                """);
        }
        WorkflowRestore.Replace(connection, hasBackup);
        var notes = repair(new SqliteRestoreDocuments(before), new SqliteRestoreDocuments(connection));
        using var mark = connection.Prepare("INSERT INTO main.documents (container, tenant, second, id, etag, expires, body) VALUES (?1, '', '', ?2, 0, NULL, ?3)");
        mark.Bind(1, MarkContainer);
        mark.Bind(2, restoreId);
        mark.BindBlob(3, JsonSerializer.SerializeToUtf8Bytes(notes, DataFolderJson.Default.IReadOnlyListString));
        mark.Run();
        before.Execute("COMMIT");
        return notes;
    }

    private static void Attach(StoreConnection connection, string backup)
    {
        using var attach = connection.Prepare("ATTACH ?1 AS backup");
        attach.Bind(1, backup);
        attach.Run();
    }

    /// <summary>null: the file was not restored yet.</summary>
    private static IReadOnlyList<string>? NotesOfDone(StoreConnection connection, string restoreId)
    {
        using var find = connection.Prepare("SELECT body FROM main.documents WHERE container = ?1 AND tenant = '' AND second = '' AND id = ?2");
        find.Bind(1, MarkContainer);
        find.Bind(2, restoreId);
        return find.Step() ? JsonSerializer.Deserialize(find.GetBlob(0), DataFolderJson.Default.IReadOnlyListString) : null;
    }

    /// <summary>A log without its file belongs to one that is gone; beside a new file it would be played into that.</summary>
    private static void RemoveOrphanedLog(string live)
    {
        if (File.Exists(live))
            return;
        File.Delete(live + "-wal");
        File.Delete(live + "-shm");
    }
}
