using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Ends that do not come from the code, and what a parent hears of an end.</summary>
internal static class InstanceEnd
{
    /// <returns>The parent to wake; null where there is none that waits for it.</returns>
    public static string? TellParent(StoreConnection connection, InstanceRow child, WorkflowFailure? failure, JsonElement? output, long now)
    {
        if (child.Parent is not { } link || InstanceTable.Find(connection, link.Key) is not { IsActive: true } parent || parent.Generation != link.Generation)
            return null;
        var ended = new HistoryEvent
        {
            Kind = failure is null ? HistoryKind.ChildCompleted : HistoryKind.ChildFailed,
            At = DateTimeOffset.FromUnixTimeMilliseconds(now),
            TaskId = link.TaskId,
            Payload = output,
            Failure = failure,
        };
        MessageTable.Add(connection, link.Key, HistoryBytes.Write(ended));
        InstanceTable.Wake(connection, link.Key, now);
        return link.Id;
    }

    /// <summary>Why a child that was purged has no output; null where it is there.</summary>
    public static WorkflowFailure? Gone(string id, WorkflowInstance? child) => child is null ? new WorkflowFailure(WorkflowFailureTypes.Terminated, $"The child '{id}' was purged.") : null;

    /// <summary>Ends an instance and all below it. Whoever runs a turn of one of them cannot write it any more.</summary>
    /// <returns>Whom it ended, then the parent to wake; empty where there was nothing to end.</returns>
    public static List<string> Terminate(StoreConnection connection, string id, string reason, long now)
    {
        List<string> touched = [];
        if (InstanceTable.Find(connection, id) is not { IsActive: true } root)
            return touched;
        var failure = new WorkflowFailure(WorkflowFailureTypes.Terminated, reason.Length <= WorkflowFailures.MaxMessage ? reason : reason[..WorkflowFailures.MaxMessage]);
        var body = HistoryBytes.Write(failure);
        Stack<InstanceRow> open = new([root]);
        while (open.TryPop(out var row))
        {
            foreach (var child in InstanceTable.Children(connection, row.Key))
                open.Push(child);
            if (!row.IsActive)
                continue;
            connection.Run(
                "UPDATE workflow_instances SET status = ?2, suspended = 0, owner = NULL, epoch = epoch + 1, wake = NULL, updated = ?3, failure = ?4 WHERE key = ?1",
                row.Key, (long)InstanceState.Terminated, now, body);
            MessageTable.Clear(connection, row.Key);
            TaskTable.Clear(connection, row.Key);
            touched.Add(row.Id);
        }
        if (TellParent(connection, root, failure, null, now) is { } parent)
            touched.Add(parent);
        return touched;
    }

    /// <summary>Removes an instance that has ended and all below it; what of that still runs ends. Ids stay used.</summary>
    public static bool Purge(StoreConnection connection, string id, long now)
    {
        if (InstanceTable.Find(connection, id) is not { } root)
            return true;
        if (root.IsActive)
            return false;
        Stack<InstanceRow> open = new([root]);
        while (open.TryPop(out var row))
        {
            foreach (var child in InstanceTable.Children(connection, row.Key))
                open.Push(child);
            if (row.IsActive)
                Terminate(connection, row.Id, "purged with its parent", now);
            HistoryTable.Clear(connection, row.Key);
            MessageTable.Clear(connection, row.Key);
            TaskTable.Clear(connection, row.Key);
            connection.Run(
                "UPDATE workflow_instances SET status = ?2, owner = NULL, wake = NULL, epoch = epoch + 1, events = 0, custom_status = NULL, output = NULL, failure = NULL WHERE key = ?1",
                row.Key, (long)InstanceState.Purged);
        }
        return true;
    }
}
