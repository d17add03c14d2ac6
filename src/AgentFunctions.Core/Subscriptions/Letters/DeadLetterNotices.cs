using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Subscriptions.Letters;

/// <summary>
/// Notifies people of dead letters, of each once, however often it is told. Of one subscription and reason they hear once an hour. What went wrong may quote the event, and its id may name a person, so only the dead letter says them: that goes when a person is erased.
/// </summary>
internal sealed class DeadLetterNotices(IDocumentStore store)
{
    private static readonly TimeSpan MarkLife = TimeSpan.FromDays(30);
    private static readonly byte[] Empty = "{}"u8.ToArray();

    /// <exception cref="DocumentStoreUnavailableException">It may not be told; tell it again.</exception>
    public async ValueTask TellAsync(string tenantId, StoredDeadLetter letter, CancellationToken cancellationToken)
    {
        var value = Of(tenantId, letter);
        var mark = new DocumentWrite("o.raised:" + value.Id, Empty, MarkLife);
        await store.ExecuteBatchAsync(NotificationOutbox.Partition(tenantId), [new BatchOperation.Create(mark), NotificationOutbox.ToOperation(value)], cancellationToken);
    }

    private static NotificationEvent Of(string tenantId, StoredDeadLetter letter)
    {
        var delivery = letter.Delivery;
        return NotificationEvents.Create(
            EventTypes.EventDeadLetter, NotificationSeverity.Warning, tenantId, letter.Team, $"subscriptions/{letter.Subscription}",
            $"An event on {letter.Topic} could not be delivered to the subscription {letter.Subscription} ({letter.Reason}) and is kept as a dead letter, which says more.",
            DateTimeOffset.FromUnixTimeMilliseconds(letter.At),
            ("subscription", letter.Subscription),
            ("topic", letter.Topic),
            ("reason", letter.Reason),
            ("attempts", delivery.Attempts.ToString(CultureInfo.InvariantCulture))) with
        {
            // Of the delivery, not of this moment: whoever tells it again tells the same.
            Id = EventIds.Of(DateTimeOffset.FromUnixTimeMilliseconds(delivery.CreatedAt), EventTypes.EventDeadLetter, tenantId, letter.Subscription, delivery.Event),
            DedupeKey = $"dead-letter:{letter.Subscription}:{letter.Reason}",
        };
    }
}
