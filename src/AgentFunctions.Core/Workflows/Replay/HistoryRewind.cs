namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>
/// Where a failed instance goes on from: the end of its history is cut off, down to the failures nothing else was built on; whatever else came to it after the cut comes to it again. If the code did something after
/// its last failure (it compensated, say), the cut goes below that failure, and what was done after it is done anew where the code comes to it again.
/// </summary>
/// <param name="Kept">The history that stays.</param>
/// <param name="Again">What comes to the code again, in order; without the failures.</param>
/// <param name="Open">Activities and children that began before the cut and have no result, neither kept nor coming again.</param>
public sealed record HistoryRewind(IReadOnlyList<HistoryEvent> Kept, IReadOnlyList<HistoryEvent> Again, IReadOnlyList<HistoryEvent> Open)
{
    public static HistoryRewind Of(IReadOnlyList<HistoryEvent> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var cut = Cut(history);
        List<HistoryEvent> kept = [.. history.Take(cut)];
        var begun = kept.Where(static recorded => recorded.IsAction && recorded.Kind != HistoryKind.TimerCancelled).ToDictionary(static recorded => recorded.TaskId!.Value);
        List<HistoryEvent> again = [.. history.Skip(cut).Where(recorded => recorded.IsInbound && !IsFailure(recorded) && (recorded.TaskId is not { } taskId || begun.ContainsKey(taskId)))];
        var answered = kept.Where(static recorded => recorded.IsInbound || recorded.Kind == HistoryKind.TimerCancelled).Concat(again).Select(static recorded => recorded.TaskId).ToHashSet();
        List<HistoryEvent> open = [.. begun.Values.Where(recorded => recorded.Kind != HistoryKind.TimerCreated && !answered.Contains(recorded.TaskId))];
        return new HistoryRewind(kept, again, open);
    }

    private static bool IsFailure(HistoryEvent recorded) => recorded.Kind is HistoryKind.ActivityFailed or HistoryKind.ChildFailed;

    private static int Cut(IReadOnlyList<HistoryEvent> history)
    {
        var end = history.Count;
        if (end > 0 && history[^1].Failure is { Type: WorkflowFailureTypes.NotDeterministic or WorkflowFailureTypes.NotInCatalogue })
            return TurnStart(history, end);
        int? found = null;
        while (end > 0)
        {
            var start = TurnStart(history, end);
            var turn = history.Skip(start).Take(end - start).ToList();
            var hasActions = turn.Exists(static recorded => recorded.IsAction);
            if (hasActions && found is not null)
                return found.Value;
            if (turn.Exists(IsFailure))
            {
                found = start;
                if (hasActions)
                    return start;
            }
            end = start;
        }

        // Nothing failed but the code itself: its last turn runs again, as it does where the code could not be run at all.
        return found ?? TurnStart(history, history.Count);
    }

    private static int TurnStart(IReadOnlyList<HistoryEvent> history, int end)
    {
        var start = end - 1;
        while (start > 0 && history[start].Kind != HistoryKind.TurnStarted)
            start--;
        return Math.Max(start, 0);
    }
}
