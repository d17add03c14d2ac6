using DurableTask.Core.History;

namespace AgentFunctions.Functions.Durable.Tries;

/// <summary>Whether a rewind by Durable Task leads anywhere.</summary>
internal static class RewindFit
{
    /// <summary>
    /// false where a try that another may follow stands as failed. It fails as a value, so this is one whose process died under it: the host says that it failed. The code went on after it, and what it did no longer fits the
    /// history once a rewind has taken the failure out.
    /// </summary>
    public static bool IsThere(IEnumerable<HistoryEvent> history)
    {
        HashSet<int> tries = [];
        foreach (var past in history)
        {
            if (past is TaskScheduledEvent scheduled && DurablePayload.Parse(scheduled.Input) is { } input && ActivityTry.Unwrap(input) is not null) tries.Add(scheduled.EventId);
            if (past is TaskFailedEvent failed && tries.Contains(failed.TaskScheduledId)) return false;
        }

        return true;
    }
}
