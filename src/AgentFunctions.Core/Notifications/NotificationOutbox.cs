using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Notifications;

/// <summary>
/// Events on their way: documents <c>o:{time}:{event id}</c> beside the resources, written in the same batch as the change that caused them, so that there is never one without the other.
/// <see cref="NotificationRelay"/> takes them from there in order.
/// </summary>
public static class NotificationOutbox
{
    internal const string Prefix = "o:";

    /// <summary>The operation that writers put into their batch in <see cref="DocumentContainer.Resources"/>, in the event's own tenant.</summary>
    /// <exception cref="ArgumentException">The event's id is none of <see cref="EventIds"/>.</exception>
    public static BatchOperation ToOperation(NotificationEvent notificationEvent)
    {
        ArgumentNullException.ThrowIfNull(notificationEvent);
        if (!EventIds.IsValid(notificationEvent.Id)) throw new ArgumentException("The id of an event comes from EventIds.", nameof(notificationEvent));
        var body = JsonSerializer.SerializeToUtf8Bytes(EventText.Clean(notificationEvent), NotificationJson.Default.NotificationEvent);

        // Upsert: the same event raised again before it was relayed is the same document, not a conflict that would fail the change.
        return new BatchOperation.Upsert(new DocumentWrite(DocumentId(notificationEvent), body));
    }

    internal static DocumentPartition Partition(string tenantId) => new(DocumentContainer.Resources, tenantId);

    internal static string DocumentId(NotificationEvent notificationEvent) => $"{Prefix}{EventIds.Time(notificationEvent.OccurredAt)}:{notificationEvent.Id}";
}
