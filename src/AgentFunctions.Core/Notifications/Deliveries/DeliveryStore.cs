using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>Deliveries in their documents.</summary>
internal sealed class DeliveryStore(IDocumentStore store, TimeProvider time)
{
    /// <summary>How long what is over can be looked at.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Events of one dedupe key reach a notification once in this time.</summary>
    public static readonly TimeSpan DedupeWindow = TimeSpan.FromHours(1);

    private static readonly byte[] Empty = "{}"u8.ToArray();

    /// <summary>Creates the delivery of an event for a notification, if there is none: a repeat after a crash changes nothing.</summary>
    public async ValueTask CreateAsync(string tenantId, Notification notification, NotificationEvent value, CancellationToken cancellationToken)
    {
        var hash = DeliveryKeys.Hash(notification.Id);
        var now = time.GetUtcNow();
        var delivery = new Delivery { NotificationId = notification.Id, Event = value, Status = DeliveryStatus.Pending, CreatedAt = now, NextAttemptAt = now };
        var entry = new QueueEntry { NotificationId = notification.Id, EventId = value.Id, CreatedAt = now };
        List<BatchOperation> batch =
        [
            new BatchOperation.Create(Write(hash, delivery, null)),
            new BatchOperation.Create(new DocumentWrite(DeliveryKeys.Queue(hash, value), JsonSerializer.SerializeToUtf8Bytes(entry, NotificationJson.Default.QueueEntry))),
        ];
        if (value.DedupeKey is { } key) batch.Add(new BatchOperation.Create(new DocumentWrite(DeliveryKeys.Mark(hash, key), Empty, DedupeWindow)));
        var result = await store.ExecuteBatchAsync(DeliveryKeys.Partition(tenantId), batch, cancellationToken);
        if (result.IsOk || result.Results[0].Status == DocumentStatus.Conflict) return;
        if (result.Results[^1].Status != DocumentStatus.Conflict) throw new InvalidOperationException($"A delivery could not be created: {string.Join(", ", result.Results.Select(r => r.Status))}.");
        await store.CreateAsync(DeliveryKeys.Partition(tenantId), Write(hash, delivery with { Status = DeliveryStatus.Deduplicated, NextAttemptAt = null }, Kept), cancellationToken);
    }

    /// <summary>A notification with open deliveries after another in order of hash, or null when there is none: its hash and oldest entry.</summary>
    public async ValueTask<(string Hash, QueueEntry Oldest)?> NextQueueAsync(string tenantId, string? afterHash, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(Limit: 1, IdPrefix: DeliveryKeys.QueuePrefix, IdAfter: afterHash is null ? null : DeliveryKeys.QueueEnd(afterHash));
        var page = await store.QueryAsync(DeliveryKeys.Partition(tenantId), query, cancellationToken);
        return page.Items is [var first, ..] ? (DeliveryKeys.HashIn(first.Id), ReadEntry(first)) : null;
    }

    /// <summary>The oldest open deliveries of a notification, in order.</summary>
    public async ValueTask<IReadOnlyList<(string Id, QueueEntry Entry)>> ReadQueueAsync(string tenantId, string hash, int limit, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(DeliveryKeys.Partition(tenantId), new DocumentQuery(Limit: limit, IdPrefix: DeliveryKeys.QueueOf(hash)), cancellationToken);
        return [.. page.Items.Select(d => (d.Id, ReadEntry(d)))];
    }

    /// <summary>When the newest open delivery of a notification was created, or null.</summary>
    public async ValueTask<DateTimeOffset?> NewestAsync(string tenantId, string hash, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(DeliveryKeys.Partition(tenantId), new DocumentQuery(Descending: true, Limit: 1, IdPrefix: DeliveryKeys.QueueOf(hash)), cancellationToken);
        return page.Items is [var last, ..] ? ReadEntry(last).CreatedAt : null;
    }

    public async ValueTask<(Delivery Delivery, string ETag)?> ReadAsync(string tenantId, string hash, string eventId, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(DeliveryKeys.Partition(tenantId), DeliveryKeys.Delivery(hash, eventId), cancellationToken);
        return found.Document is { } document ? (Read(document), document.ETag) : null;
    }

    /// <summary>Replaces an open delivery; the new ETag, or null when somebody else changed it.</summary>
    public async ValueTask<string?> UpdateAsync(string tenantId, string hash, Delivery delivery, string etag, CancellationToken cancellationToken)
    {
        var result = await store.ReplaceAsync(DeliveryKeys.Partition(tenantId), Write(hash, delivery, null), etag, cancellationToken);
        return result.IsOk ? result.Document!.ETag : null;
    }

    /// <summary>Ends a delivery and takes it out of the queue; false when somebody else changed it.</summary>
    public async ValueTask<bool> FinishAsync(string tenantId, string hash, Delivery delivery, string etag, CancellationToken cancellationToken)
    {
        var result = await store.ExecuteBatchAsync(
            DeliveryKeys.Partition(tenantId),
            [new BatchOperation.Replace(Write(hash, delivery, Kept), etag), new BatchOperation.Delete(DeliveryKeys.Queue(hash, delivery.Event))],
            cancellationToken);
        return result.IsOk;
    }

    public async ValueTask DropEntryAsync(string tenantId, string queueId, CancellationToken cancellationToken) =>
        await store.DeleteAsync(DeliveryKeys.Partition(tenantId), queueId, null, cancellationToken);

    internal static Delivery Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, NotificationJson.Default.Delivery) ?? throw new InvalidOperationException("A delivery document is null.");

    private static QueueEntry ReadEntry(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, NotificationJson.Default.QueueEntry) ?? throw new InvalidOperationException("A queue document is null.");

    private static DocumentWrite Write(string hash, Delivery delivery, TimeSpan? timeToLive) =>
        new(DeliveryKeys.Delivery(hash, delivery.Event.Id), JsonSerializer.SerializeToUtf8Bytes(delivery, NotificationJson.Default.Delivery), timeToLive);
}
