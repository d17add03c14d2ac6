using AgentFunctions.Embedded.Documents.Sqlite;
using AgentFunctions.Embedded.Workflows.Storage;

namespace AgentFunctions.Embedded.Backups.Restoring;

/// <summary>
/// Replaces the workflows of a live file by those of its backup, in the transaction of its documents. Nobody owns what was restored, and its epochs are others: a process that runs meanwhile loses its lease and writes
/// nothing of what it had begun.
/// </summary>
internal static class WorkflowRestore
{
    /// <param name="connection">To the live file; the backup, if any, is attached as <c>backup</c>.</param>
    /// <param name="hasBackup">false empties the tables.</param>
    public static void Replace(StoreConnection connection, bool hasBackup)
    {
        var hasWorkflows = hasBackup && WorkflowSchema.Exists(connection, "backup");
        if (!hasWorkflows && !WorkflowSchema.Exists(connection))
            return;
        WorkflowSchema.Create(connection);
        foreach (var table in WorkflowSchema.Tables)
            connection.Execute($"DELETE FROM main.{table}");
        if (!hasWorkflows)
            return;
        foreach (var table in WorkflowSchema.Restored)
            connection.Execute($"INSERT INTO main.{table} SELECT * FROM backup.{table}");
        connection.Execute("UPDATE main.workflow_instances SET owner = NULL, epoch = epoch + 1000000");
        connection.Execute("UPDATE main.workflow_tasks SET owner = NULL, claim = 0");
    }
}
