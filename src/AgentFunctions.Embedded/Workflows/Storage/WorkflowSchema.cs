using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>
/// The engine's tables in the file of runs. Instances are rows for ever (an id is never used again); a purged one keeps nothing but its id. Who owns what stands in <c>owner</c>, a row of <c>workflow_owners</c>: a
/// process, with the end of its lease.
/// </summary>
internal static class WorkflowSchema
{
    /// <summary>What a restore brings back: all but the leases.</summary>
    public static readonly string[] Restored = ["workflow_instances", "workflow_history", "workflow_messages", "workflow_tasks"];

    public static readonly string[] Tables = ["workflow_owners", .. Restored];

    private static readonly string[] Statements =
    [
        "CREATE TABLE IF NOT EXISTS workflow_owners (id TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        """
        CREATE TABLE IF NOT EXISTS workflow_instances (
          key INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL,
          version INTEGER NOT NULL,
          status INTEGER NOT NULL,
          suspended INTEGER NOT NULL DEFAULT 0,
          parent INTEGER,
          parent_id TEXT,
          parent_task INTEGER,
          parent_generation INTEGER,
          generation INTEGER NOT NULL DEFAULT 0,
          owner TEXT,
          epoch INTEGER NOT NULL,
          wake INTEGER,
          created INTEGER NOT NULL,
          updated INTEGER NOT NULL,
          events INTEGER NOT NULL DEFAULT 0,
          custom_status BLOB,
          output BLOB,
          failure BLOB
        ) STRICT
        """,
        "CREATE INDEX IF NOT EXISTS workflow_instances_by_wake ON workflow_instances (wake) WHERE wake IS NOT NULL",
        "CREATE INDEX IF NOT EXISTS workflow_instances_by_owner ON workflow_instances (owner) WHERE owner IS NOT NULL",
        "CREATE INDEX IF NOT EXISTS workflow_instances_by_parent ON workflow_instances (parent) WHERE parent IS NOT NULL",
        "CREATE TABLE IF NOT EXISTS workflow_history (instance INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (instance, seq)) STRICT, WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS workflow_messages (instance INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (instance, seq)) STRICT, WITHOUT ROWID",
        """
        CREATE TABLE IF NOT EXISTS workflow_tasks (
          instance INTEGER NOT NULL,
          task INTEGER NOT NULL,
          generation INTEGER NOT NULL,
          name TEXT NOT NULL,
          input BLOB,
          owner TEXT,
          claim INTEGER NOT NULL,
          PRIMARY KEY (instance, task)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX IF NOT EXISTS workflow_tasks_by_owner ON workflow_tasks (owner)",
    ];

    public static bool Exists(StoreConnection connection, string schema = "main") =>
        connection.QueryInt64($"SELECT count(*) FROM {schema}.sqlite_schema WHERE type = 'table' AND name = 'workflow_tasks'") > 0;

    public static void Ensure(StoreConnection connection)
    {
        if (Exists(connection))
            return;
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            Create(connection);
            connection.Execute("COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
                connection.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>Within a transaction of the caller's.</summary>
    public static void Create(StoreConnection connection)
    {
        foreach (var statement in Statements)
            connection.Execute(statement);
    }
}
