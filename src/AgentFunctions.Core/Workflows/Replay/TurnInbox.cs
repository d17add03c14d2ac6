namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>The order in which a turn hears of things: messages as they arrived, and before each the timers that were due by then. So a wait that timed out has timed out, however late anybody looks.</summary>
public static class TurnInbox
{
    public static IReadOnlyList<HistoryEvent> Order(IReadOnlyList<HistoryEvent> messages, IEnumerable<HistoryEvent> openTimers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<HistoryEvent> due = [.. openTimers.Where(timer => timer.DueAt <= now).OrderBy(static timer => timer.DueAt).ThenBy(static timer => timer.TaskId)];
        if (due.Count == 0)
            return messages;
        List<HistoryEvent> ordered = [];
        var next = 0;
        foreach (var message in messages)
        {
            while (next < due.Count && due[next].DueAt <= message.At)
                ordered.Add(Fired(due[next++]));
            ordered.Add(message);
        }
        ordered.AddRange(due.Skip(next).Select(Fired));
        return ordered;
    }

    private static HistoryEvent Fired(HistoryEvent timer) => new() { Kind = HistoryKind.TimerFired, At = timer.DueAt!.Value, TaskId = timer.TaskId };
}
