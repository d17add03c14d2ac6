using DurableTask.Core.History;

namespace AgentFunctions.Functions.Durable.Tries;

/// <summary>Whether a rewind by Durable Task leads anywhere.</summary>
internal static class RewindFit
{
    /// <summary>
    /// false where something was scheduled after a failure: a rewind takes every failure out of the history, and what the code did next no longer fits the rest. Tries that others follow fail as values and are not in the way;
    /// what is left are activities whose process died, which the host records as failed whatever the adapter does, and failed children that the code went on after. Parallel work that only went on beside a failure is
    /// taken for the same: the history does not tell them apart.
    /// </summary>
    public static bool IsThere(IEnumerable<HistoryEvent> history)
    {
        var hasFailed = false;
        foreach (var past in history)
        {
            if (past is TaskFailedEvent or SubOrchestrationInstanceFailedEvent) hasFailed = true;
            else if (hasFailed && past is (TaskScheduledEvent or TimerCreatedEvent or SubOrchestrationInstanceCreatedEvent or EventSentEvent)) return false;
        }

        return true;
    }
}
