using System.Diagnostics.Tracing;

namespace AgentFunctions.TestKit.Faults;

/// <summary>Hears of every commit of the store, on the thread that makes it.</summary>
internal sealed class StoreCommitListener : EventListener
{
    private const string Source = "AgentFunctions-Store";
    private const int Committing = 1;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source) EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name == Source) FaultPoints.Reached(isInTransaction: eventData.EventId == Committing);
    }
}
