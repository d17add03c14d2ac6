using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Reads instances as clients see them.</summary>
internal static class InstanceReading
{
    public static WorkflowInstance? Find(StoreConnection connection, string id) =>
        connection.Row("SELECT id, name, version, status, suspended, created, updated, custom_status, output, failure FROM workflow_instances WHERE id = ?1 AND status < 5", Read, id);

    private static WorkflowInstance Read(SqliteStatement row) => new(
        row.GetString(0),
        row.GetString(1),
        (int)row.GetInt64(2),
        Status((InstanceState)row.GetInt64(3), row.GetInt64(4) != 0),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
        HistoryBytes.ReadElement(row.GetBytes(7)),
        HistoryBytes.ReadElement(row.GetBytes(8)),
        HistoryBytes.ReadFailure(row.GetBytes(9)));

    private static WorkflowStatus Status(InstanceState state, bool isSuspended) => state switch
    {
        InstanceState.Pending or InstanceState.Running when isSuspended => WorkflowStatus.Suspended,
        InstanceState.Pending => WorkflowStatus.Pending,
        InstanceState.Running => WorkflowStatus.Running,
        InstanceState.Completed => WorkflowStatus.Completed,
        InstanceState.Failed => WorkflowStatus.Failed,
        _ => WorkflowStatus.Terminated,
    };
}
