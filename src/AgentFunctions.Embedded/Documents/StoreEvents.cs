using System.Diagnostics.Tracing;
using AgentFunctions.Core.Telemetry;

namespace AgentFunctions.Embedded.Documents;

/// <summary>The commits of the store files, for tracing tools: each is announced right before it and right after it, on the writer's thread. Costs a comparison while nobody listens.</summary>
[EventSource(Name = AgentFunctionsTelemetry.StoreEventSourceName)]
internal sealed class StoreEvents : EventSource
{
    private StoreEvents()
    {
    }

    public static StoreEvents Log { get; } = new();

    /// <param name="file">Name of the store file.</param>
    /// <param name="requests">Writes that the commit makes durable.</param>
    [Event(1, Level = EventLevel.Informational)]
    public void Committing(string file, int requests)
    {
        if (IsEnabled()) WriteEvent(1, file, requests);
    }

    /// <summary>It is on disk; who asked for it has not heard of it yet.</summary>
    /// <param name="file">Name of the store file.</param>
    /// <param name="requests">Writes that the commit made durable.</param>
    [Event(2, Level = EventLevel.Informational)]
    public void Committed(string file, int requests)
    {
        if (IsEnabled()) WriteEvent(2, file, requests);
    }
}
