using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Histories: appended, read whole, and begun anew by continue-as-new, rewind and purge.</summary>
internal static class HistoryTable
{
    public static void Append(StoreConnection connection, long instance, long seq, byte[] body) =>
        connection.Run("INSERT INTO workflow_history (instance, seq, body) VALUES (?1, ?2, ?3)", instance, seq, body);

    public static List<HistoryEvent> Read(StoreConnection connection, long instance) =>
        connection.Rows("SELECT body FROM workflow_history WHERE instance = ?1 ORDER BY seq", static row => HistoryBytes.Read(row.GetBlob(0)), instance);

    public static void Clear(StoreConnection connection, long instance) => connection.Run("DELETE FROM workflow_history WHERE instance = ?1", instance);
}
