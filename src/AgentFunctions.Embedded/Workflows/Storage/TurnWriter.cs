using AgentFunctions.Core.Workflows.Replay;
using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>Writes a turn: all of it, or nothing where this process no longer holds the instance.</summary>
internal static class TurnWriter
{
    public static TurnResult Write(StoreConnection connection, TurnWrite turn, string owner, long leaseNow, long now)
    {
        var key = turn.Instance.Key;
        if (!OwnerTable.IsAlive(connection, owner, leaseNow)
            || InstanceTable.Find(connection, key) is not { IsActive: true, IsSuspended: false } row || row.Owner != owner || row.Epoch != turn.Epoch)
        {
            return TurnResult.Refused;
        }

        List<string> wakened = [];
        if (turn.Through is { } through)
            MessageTable.RemoveThrough(connection, key, through);
        if (turn.Outcome.Next is { } next)
        {
            ContinueAsNew(connection, row, next, now);
        }
        else
        {
            Append(connection, row, turn);
            Begin(connection, row, turn, owner, now, wakened);
        }
        if (turn.Outcome.IsEnd)
            End(connection, row, turn, now, wakened);
        var hasMore = !turn.Outcome.IsEnd && MessageTable.Any(connection, key);
        Settle(connection, row, turn, hasMore, now);
        return new TurnResult(true, hasMore, wakened);
    }

    private static void Append(StoreConnection connection, InstanceRow row, TurnWrite turn)
    {
        for (var i = 0; i < turn.Bodies.Count; i++)
            HistoryTable.Append(connection, row.Key, row.Events + i, turn.Bodies[i]);
    }

    private static void Begin(StoreConnection connection, InstanceRow row, TurnWrite turn, string owner, long now, List<string> wakened)
    {
        for (var i = 0; i < turn.Activities.Count; i++)
            TaskTable.Insert(connection, turn.Activities[i], i < turn.Claimed ? owner : null);
        foreach (var (child, version) in turn.Children)
        {
            if (ChildStarter.Start(connection, row, child, version, owner, now) is { } refused)
                MessageTable.Add(connection, row.Key, HistoryBytes.Write(refused));
            else
                wakened.Add(child.ChildId!);
        }
    }

    private static void ContinueAsNew(StoreConnection connection, InstanceRow row, Continuation next, long now)
    {
        HistoryTable.Clear(connection, row.Key);
        TaskTable.Clear(connection, row.Key);
        var started = new HistoryEvent { Kind = HistoryKind.Started, At = DateTimeOffset.FromUnixTimeMilliseconds(now), Payload = next.Input };
        MessageTable.AddFirst(connection, row.Key, [HistoryBytes.Write(started), .. next.Kept.Select(HistoryBytes.Write)]);
        connection.Run("UPDATE workflow_instances SET generation = generation + 1 WHERE key = ?1", row.Key);
    }

    private static void End(StoreConnection connection, InstanceRow row, TurnWrite turn, long now, List<string> wakened)
    {
        // A failed instance may be rewound: what waits for it stays.
        if (turn.Failure is null)
            MessageTable.Clear(connection, row.Key);
        TaskTable.Clear(connection, row.Key);
        if (InstanceEnd.TellParent(connection, row, turn.Failure, turn.Outcome.Output, now) is { } parent)
            wakened.Add(parent);
    }

    private static void Settle(StoreConnection connection, InstanceRow row, TurnWrite turn, bool hasMore, long now)
    {
        var isEnd = turn.Outcome.IsEnd;
        var state = !isEnd ? InstanceState.Running : turn.Failure is null ? InstanceState.Completed : InstanceState.Failed;
        long? wake = isEnd ? null : hasMore ? now : turn.Outcome.NextDue?.ToUnixTimeMilliseconds();
        connection.Run(
            """
            UPDATE workflow_instances SET status = ?2, owner = ?3, wake = ?4, updated = ?5, events = ?6, custom_status = coalesce(?7, custom_status), output = ?8, failure = ?9 WHERE key = ?1
            """,
            row.Key,
            (long)state,
            isEnd ? null : row.Owner,
            wake,
            now,
            turn.Outcome.Next is null ? row.Events + turn.Bodies.Count : 0,
            HistoryBytes.Write(turn.Status),
            HistoryBytes.Write(turn.Outcome.Output),
            HistoryBytes.Write(turn.Failure));
    }
}
