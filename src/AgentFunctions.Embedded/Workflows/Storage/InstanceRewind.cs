using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Sets a failed instance, and its failed children, back to before what failed.</summary>
internal sealed class InstanceRewind(StoreConnection connection, Func<string, int?> versionOf, long now)
{
    private readonly Stack<InstanceRow> _failed = [];

    /// <returns>Whom it set back or started; empty where the instance did not fail.</returns>
    public List<string> Run(string id)
    {
        List<string> touched = [];
        if (InstanceTable.Find(connection, id) is not { State: InstanceState.Failed } root)
            return touched;
        _failed.Push(root);
        while (_failed.TryPop(out var row))
        {
            touched.Add(row.Id);
            SetBack(row, touched);
        }
        return touched;
    }

    private void SetBack(InstanceRow row, List<string> touched)
    {
        var rewind = HistoryRewind.Of(HistoryTable.Read(connection, row.Key));
        HistoryTable.Clear(connection, row.Key);
        for (var i = 0; i < rewind.Kept.Count; i++)
            HistoryTable.Append(connection, row.Key, i, HistoryBytes.Write(rewind.Kept[i]));
        MessageTable.AddFirst(connection, row.Key, [.. rewind.Again.Select(HistoryBytes.Write)]);
        connection.Run(
            "UPDATE workflow_instances SET status = 1, owner = NULL, epoch = epoch + 1, wake = ?2, updated = ?2, events = ?3, output = NULL, failure = NULL WHERE key = ?1",
            row.Key, now, rewind.Kept.Count);
        foreach (var open in rewind.Open)
        {
            if (open.Kind == HistoryKind.ActivityScheduled)
                TaskTable.Insert(connection, new ActivityTask(row.Key, row.Id, open.TaskId!.Value, row.Generation, open.Name!, HistoryBytes.Write(open.Payload), TaskTable.NewClaim()), null);
            else
                SetBackChild(row, open, touched);
        }
    }

    private void SetBackChild(InstanceRow row, HistoryEvent open, List<string> touched)
    {
        var child = InstanceTable.Find(connection, open.ChildId!);
        if (child?.Parent?.Key != row.Key || child.Parent.TaskId != open.TaskId)
        {
            // It never came to be.
            if (ChildStarter.Start(connection, row, open, versionOf(open.Name!), null, now) is { } refused)
                MessageTable.Add(connection, row.Key, HistoryBytes.Write(refused));
            else
                touched.Add(open.ChildId!);
        }
        else if (child.State == InstanceState.Failed)
        {
            _failed.Push(child);
        }
        else if (!child.IsActive)
        {
            // It ended otherwise meanwhile; the parent hears of it again.
            var instance = InstanceReading.Find(connection, child.Id);
            InstanceEnd.TellParent(connection, child, instance?.Failure ?? InstanceEnd.Gone(child.Id, instance), instance?.Output, now);
        }
    }
}
