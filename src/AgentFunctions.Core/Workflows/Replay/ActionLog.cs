namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>What the code does, in order; at replay each action is compared with the one the history has in its place.</summary>
internal sealed class ActionLog
{
    private readonly Queue<HistoryEvent> _done = [];

    public void Add(HistoryEvent action) => _done.Enqueue(action);

    /// <summary>null where the code did what the history says; else the difference in words.</summary>
    public string? Match(HistoryEvent recorded)
    {
        if (!_done.TryDequeue(out var done))
            return $"The history has {recorded.Describe()}; the code did nothing there.";
        var isSame = done.Kind == recorded.Kind && done.TaskId == recorded.TaskId && string.Equals(done.Name, recorded.Name, StringComparison.OrdinalIgnoreCase) && done.ChildId == recorded.ChildId;
        return isSame ? null : $"The history has {recorded.Describe()}; the code did {done.Describe()}.";
    }

    /// <summary>null where the code did nothing that the history of the turn lacks.</summary>
    public string? MatchEnd() => _done.TryPeek(out var more) ? $"The code did {more.Describe()}; the history has nothing there." : null;

    /// <summary>The actions of the turn that just ran.</summary>
    public HistoryEvent[] Take()
    {
        HistoryEvent[] taken = [.. _done];
        _done.Clear();
        return taken;
    }
}
