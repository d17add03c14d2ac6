using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Rows of instances.</summary>
internal static class InstanceTable
{
    private const string Columns = "key, id, name, version, status, suspended, parent, parent_id, parent_task, parent_generation, generation, owner, epoch, events, wake";

    public static InstanceRow? Find(StoreConnection connection, string id) => connection.Row($"SELECT {Columns} FROM workflow_instances WHERE id = ?1", Read, id);

    public static InstanceRow? Find(StoreConnection connection, long key) => connection.Row($"SELECT {Columns} FROM workflow_instances WHERE key = ?1", Read, key);

    public static List<InstanceRow> Children(StoreConnection connection, long key) => connection.Rows($"SELECT {Columns} FROM workflow_instances WHERE parent = ?1", Read, key);

    /// <summary>A new instance, due at once; null where its id was used before.</summary>
    public static long? Insert(StoreConnection connection, string id, string name, int version, ParentLink? parent, string? owner, long now)
    {
        var inserted = connection.Run(
            """
            INSERT INTO workflow_instances (id, name, version, status, parent, parent_id, parent_task, parent_generation, owner, epoch, wake, created, updated)
            VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?9, ?9) ON CONFLICT (id) DO NOTHING
            """,
            id, name, version, parent?.Key, parent?.Id, parent?.TaskId, parent?.Generation, owner, now);
        return inserted == 0 ? null : connection.Number("SELECT last_insert_rowid()");
    }

    /// <summary>Something waits for it from <paramref name="at"/> on; one that is suspended stays asleep.</summary>
    public static void Wake(StoreConnection connection, long key, long at) =>
        connection.Run("UPDATE workflow_instances SET wake = CASE WHEN suspended <> 0 THEN NULL ELSE min(coalesce(wake, ?2), ?2) END WHERE key = ?1", key, at);

    /// <summary>Takes an instance that is nobody's or <paramref name="owner"/>'s.</summary>
    /// <returns>Its new epoch; null where it is another's, has ended or is suspended.</returns>
    public static long? Claim(StoreConnection connection, string id, string owner)
    {
        var claimed = connection.Run("UPDATE workflow_instances SET owner = ?2, epoch = epoch + 1 WHERE id = ?1 AND (owner IS NULL OR owner = ?2) AND status < 2 AND suspended = 0", id, owner);
        return claimed == 0 ? null : connection.Number("SELECT epoch FROM workflow_instances WHERE id = ?1", id);
    }

    /// <summary>Ids that something waits for and that <paramref name="owner"/> may run; where there are more than <paramref name="limit"/>, as many of each tenant.</summary>
    public static List<string> Due(StoreConnection connection, string owner, long now, int limit) =>
        connection.Rows(
            """
            SELECT id FROM
              (SELECT id, wake, row_number() OVER (PARTITION BY substr(id, 1, instr(id, ':')) ORDER BY wake) AS turn FROM workflow_instances WHERE wake <= ?1 AND (owner IS NULL OR owner = ?2))
            ORDER BY turn, wake LIMIT ?3
            """, static row => row.GetString(0), now, owner, limit);

    /// <summary>When the next one is due after <paramref name="now"/>, in Unix milliseconds; null for none.</summary>
    public static long? NextWake(StoreConnection connection, long now) =>
        connection.Row("SELECT min(wake) FROM workflow_instances WHERE wake > ?1", static row => row.GetNullableInt64(0), now);

    private static InstanceRow Read(SqliteStatement row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        (int)row.GetInt64(3),
        (InstanceState)row.GetInt64(4),
        row.GetInt64(5) != 0,
        row.IsNull(6) ? null : new ParentLink(row.GetInt64(6), row.GetString(7), (int)row.GetInt64(8), (int)row.GetInt64(9)),
        (int)row.GetInt64(10),
        row.GetText(11),
        row.GetInt64(12),
        row.GetInt64(13),
        row.GetNullableInt64(14));
}
