using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Activities that are to run or running.</summary>
internal static class TaskTable
{
    public static void Insert(StoreConnection connection, ActivityTask task, string? owner) =>
        connection.Run(
            "INSERT OR REPLACE INTO workflow_tasks (instance, task, generation, name, input, owner, claim) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            task.Instance, task.TaskId, task.Generation, task.Name, task.Input, owner, task.Claim);

    /// <summary>
    /// Gives <paramref name="owner"/> tasks that nobody has, one for each of <paramref name="claims"/> at most: first of the tenants that have fewest of theirs in hand, so that none waits behind the thousands of another.
    /// </summary>
    public static List<ActivityTask> Claim(StoreConnection connection, string owner, IReadOnlyList<long> claims)
    {
        var used = 0;
        var free = connection.Rows(
            """
            SELECT t.instance, r.id, t.task, t.generation, t.name, t.input FROM
              (SELECT instance, task, id, turn FROM
                (SELECT t.instance, t.task, t.owner, i.id,
                   row_number() OVER (PARTITION BY substr(i.id, 1, instr(i.id, ':')) ORDER BY t.owner IS NULL, t.instance, t.task) AS turn
                 FROM workflow_tasks t JOIN workflow_instances i ON i.key = t.instance WHERE i.suspended = 0)
               WHERE owner IS NULL ORDER BY turn, instance, task LIMIT ?1) r
            JOIN workflow_tasks t ON t.instance = r.instance AND t.task = r.task ORDER BY r.turn, r.instance, r.task
            """,
            row => new ActivityTask(row.GetInt64(0), row.GetString(1), (int)row.GetInt64(2), (int)row.GetInt64(3), row.GetString(4), row.GetBytes(5), claims[used++]),
            claims.Count);
        foreach (var task in free)
            connection.Run("UPDATE workflow_tasks SET owner = ?3, claim = ?4 WHERE instance = ?1 AND task = ?2", task.Instance, task.TaskId, owner, task.Claim);
        return free;
    }

    public static bool AnyFree(StoreConnection connection) =>
        connection.Any("SELECT 1 FROM workflow_tasks t JOIN workflow_instances i ON i.key = t.instance WHERE t.owner IS NULL AND i.suspended = 0 LIMIT 1");

    /// <summary>Leaves a claimed task to whoever comes.</summary>
    public static void Free(StoreConnection connection, string owner, long claim) =>
        connection.Run("UPDATE workflow_tasks SET owner = NULL, claim = 0 WHERE owner = ?1 AND claim = ?2", owner, claim);

    /// <summary>Takes a task out; false where the claim was lost.</summary>
    public static bool Remove(StoreConnection connection, ActivityTask task) =>
        connection.Run("DELETE FROM workflow_tasks WHERE instance = ?1 AND task = ?2 AND claim = ?3", task.Instance, task.TaskId, task.Claim) == 1;

    public static void Clear(StoreConnection connection, long instance) => connection.Run("DELETE FROM workflow_tasks WHERE instance = ?1", instance);

    public static long NewClaim() => Random.Shared.NextInt64(1, long.MaxValue);
}
