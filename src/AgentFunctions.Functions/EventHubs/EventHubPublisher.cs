using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using Azure.Identity;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AgentFunctions.Functions.EventHubs;

/// <summary>
/// Publishes to Event Hubs: the key of an event is its partition key and its id the message's, so that readers recognise repeats. The outbox before it is the buffer: what is not acknowledged is published again.
/// What the hub of usage took goes into the log as well, which those follow that watch spending: they want every event of a tenant in one place and in order, and the hub's readers share a tenant among them.
/// </summary>
/// <param name="hubs">The hub of each topic that is carried.</param>
/// <param name="log">The log in the store.</param>
internal sealed class EventHubPublisher(IReadOnlyDictionary<StreamTopic, EventHubProducerClient> hubs, IEventLog log) : IEventPublisher
{
    private const string ContentType = "application/cloudevents+json";

    public bool Carries(StreamTopic topic) => hubs.ContainsKey(topic);

    public async ValueTask PublishAsync(string tenantId, StreamTopic topic, IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken)
    {
        if (!hubs.TryGetValue(topic, out var hub)) throw new NotSupportedException($"Topic '{topic.Name}' has no hub.");
        try
        {
            foreach (var group in events.GroupBy(static value => value.Key)) await PublishAsync(hub, group.Key, [.. group], cancellationToken);
        }
        catch (Exception exception) when (exception is EventHubsException or AuthenticationFailedException or UnauthorizedAccessException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            throw new DocumentStoreUnavailableException("Event Hubs did not take the events.", exception);
        }

        if (topic == StreamTopic.Usage) await log.PublishAsync(tenantId, topic, events, cancellationToken);
    }

    private static async Task PublishAsync(EventHubProducerClient hub, string key, StreamEvent[] events, CancellationToken cancellationToken)
    {
        var options = new CreateBatchOptions { PartitionKey = key };
        for (var i = 0; i < events.Length;)
        {
            using var batch = await hub.CreateBatchAsync(options, cancellationToken);
            while (i < events.Length && batch.TryAdd(ToData(events[i]))) i++;
            if (batch.Count == 0) throw new DocumentLimitException($"Event '{events[i].Id}' is larger than the hub takes.");
            await hub.SendAsync(batch, cancellationToken);
        }
    }

    private static EventData ToData(in StreamEvent value) => new(value.Body) { MessageId = value.Id, ContentType = ContentType };
}
