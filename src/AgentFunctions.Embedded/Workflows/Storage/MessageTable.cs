using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Inboxes. Numbers order the messages of one instance; they begin anew when it is empty.</summary>
internal static class MessageTable
{
    public static void Add(StoreConnection connection, long instance, byte[] body) =>
        connection.Run("INSERT INTO workflow_messages (instance, seq, body) SELECT ?1, coalesce(max(seq), 0) + 1, ?2 FROM workflow_messages WHERE instance = ?1", instance, body);

    /// <summary>Before whatever waits already.</summary>
    public static void AddFirst(StoreConnection connection, long instance, IReadOnlyList<byte[]> bodies)
    {
        var seq = connection.Number("SELECT coalesce(min(seq), 1) FROM workflow_messages WHERE instance = ?1", instance) - bodies.Count;
        foreach (var body in bodies)
            connection.Run("INSERT INTO workflow_messages (instance, seq, body) VALUES (?1, ?2, ?3)", instance, seq++, body);
    }

    public static List<StoredMessage> Read(StoreConnection connection, long instance) =>
        connection.Rows("SELECT seq, body FROM workflow_messages WHERE instance = ?1 ORDER BY seq", static row => new StoredMessage(row.GetInt64(0), HistoryBytes.Read(row.GetBlob(1))), instance);

    public static List<HistoryEvent> Events(StoreConnection connection, long instance) => Read(connection, instance).ConvertAll(static message => message.Event);

    public static void RemoveThrough(StoreConnection connection, long instance, long seq) => connection.Run("DELETE FROM workflow_messages WHERE instance = ?1 AND seq <= ?2", instance, seq);

    public static void Clear(StoreConnection connection, long instance) => connection.Run("DELETE FROM workflow_messages WHERE instance = ?1", instance);

    public static bool Any(StoreConnection connection, long instance) => connection.Any("SELECT 1 FROM workflow_messages WHERE instance = ?1", instance);
}
