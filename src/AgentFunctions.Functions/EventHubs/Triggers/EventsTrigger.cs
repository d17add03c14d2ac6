using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.EventHubs.Triggers;

/// <summary>Publishes what others send to the hub of events. A batch that could not be stored comes again until it can be.</summary>
public sealed class EventsTrigger(EventsHub hub)
{
    [Function("EventIntake")]
    [ExponentialBackoffRetry(-1, "00:00:01", "00:01:00")]
    public Task RunAsync(
        [EventHubTrigger("%AgentFunctions__EventHubs__EventsHub%", Connection = "EventHubs")] EventData[] events, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        hub.TakeAsync(events, client, cancellationToken);
}
