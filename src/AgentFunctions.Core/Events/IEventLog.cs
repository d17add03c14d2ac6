using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Events;

/// <summary>A stream that is read by offset, as often as wanted, until retention takes its events. One order for all events of a tenant's topic. Consumers keep their own checkpoints.</summary>
public interface IEventLog : IEventPublisher
{
    /// <summary>Events after an offset, oldest first; empty at the end. Never skips one that is published later.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="topic">Which topic.</param>
    /// <param name="after">The last offset seen; 0 for the oldest that is kept.</param>
    /// <param name="limit">1 to 500. Fewer may come before the end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DocumentStoreUnavailableException">The log is out of reach.</exception>
    ValueTask<IReadOnlyList<LoggedEvent>> ReadAsync(string tenantId, StreamTopic topic, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Offset of the newest event; 0 where none was ever published.</summary>
    ValueTask<long> HeadAsync(string tenantId, StreamTopic topic, CancellationToken cancellationToken);
}
