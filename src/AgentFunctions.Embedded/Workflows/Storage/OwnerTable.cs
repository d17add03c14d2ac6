using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>
/// Leases of processes. Times are the system's, whatever clock is injected: a lease measures the neighbours, not the application's day. Whose lease is past writes nothing more, taken over or not.
/// </summary>
internal static class OwnerTable
{
    public static void Register(StoreConnection connection, string owner, long until) => connection.Run("INSERT INTO workflow_owners (id, until) VALUES (?1, ?2)", owner, until);

    /// <summary>false where the lease is past: it does not come back.</summary>
    public static bool Renew(StoreConnection connection, string owner, long now, long until) =>
        connection.Run("UPDATE workflow_owners SET until = ?3 WHERE id = ?1 AND until > ?2", owner, now, until) == 1;

    public static bool IsAlive(StoreConnection connection, string owner, long now) => connection.Any("SELECT 1 FROM workflow_owners WHERE id = ?1 AND until > ?2", owner, now);

    public static bool AnyDead(StoreConnection connection, long now) => connection.Any("SELECT 1 FROM workflow_owners WHERE until <= ?1", now);

    /// <summary>Frees what processes owned whose lease is past.</summary>
    /// <returns>How many processes.</returns>
    public static int ReleaseDead(StoreConnection connection, long now)
    {
        var dead = connection.Rows("SELECT id FROM workflow_owners WHERE until <= ?1", static row => row.GetString(0), now);
        foreach (var owner in dead)
            Release(connection, owner);
        return dead.Count;
    }

    /// <summary>Frees what a process owns, and forgets it.</summary>
    public static void Release(StoreConnection connection, string owner)
    {
        connection.Run("UPDATE workflow_instances SET owner = NULL WHERE owner = ?1", owner);
        connection.Run("UPDATE workflow_tasks SET owner = NULL, claim = 0 WHERE owner = ?1", owner);
        connection.Run("DELETE FROM workflow_owners WHERE id = ?1", owner);
    }
}
