using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Events;

/// <summary>Where events are published. At least once: after an error some of a batch may be published, and whoever publishes it again doubles those. Safe for concurrent use from many threads and several processes.</summary>
public interface IEventPublisher
{
    /// <summary>Publishes events of one tenant, in order for each key. Returns when they are kept safe.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="topic">Which topic.</param>
    /// <param name="events">Any number; none is legal.</param>
    /// <param name="cancellationToken">Ends the wait; what was published stays.</param>
    /// <exception cref="DocumentStoreUnavailableException">The stream is out of reach; try again.</exception>
    /// <exception cref="DocumentLimitException">An event is no JSON object or too large.</exception>
    ValueTask PublishAsync(string tenantId, StreamTopic topic, IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken);

    /// <summary>Whether somebody reads this topic here. What is not carried is neither owed nor published.</summary>
    bool Carries(StreamTopic topic) => topic == StreamTopic.Usage;
}
