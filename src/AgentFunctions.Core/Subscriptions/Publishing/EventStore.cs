using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Delivering;
using AgentFunctions.Core.Subscriptions.Letters;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>Events and what is due of them. An event and its deliveries are written at once: there is never one without the other.</summary>
internal sealed class EventStore(IDocumentStore store, IOptions<SubscriptionOptions> options)
{
    /// <summary>Deliveries in the batch of their event; of more, the first are written before it and wait for it.</summary>
    private const int MaxAtOnce = 60;

    /// <summary>Bytes of dead letters, each with its event, in a batch.</summary>
    private const int MaxBytes = 1024 * 1024;

    /// <summary>How long it is known that an event without a signed time came.</summary>
    private static readonly TimeSpan MarkLife = TimeSpan.FromDays(400);

    /// <summary>How long an event is owed to a hub that does not take it, or is not asked for any more.</summary>
    private static readonly TimeSpan OwedLife = TimeSpan.FromDays(90);

    public async ValueTask<StoredPosting?> FindAsync(string tenantId, string hash, CancellationToken cancellationToken) =>
        (await store.ReadAsync(EventDocuments.Partition(tenantId), EventDocuments.EventId(hash), cancellationToken)).Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, SubscriptionJson.Stored.StoredPosting) : null;

    /// <summary>Writes an event with what is due of it, and what is owed of it to others; false where it was there before.</summary>
    public async ValueTask<bool> TryCreateAsync(string tenantId, string hash, StoredPosting posting, IReadOnlyList<DocumentWrite> due, bool isTimeless, bool isOwed, CancellationToken cancellationToken)
    {
        var partition = EventDocuments.Partition(tenantId);
        List<BatchOperation> batch = [];
        var bytes = 0;
        foreach (var write in due)
        {
            if (batch.Count == MaxAtOnce || (batch.Count > 0 && bytes + write.Body.Length > MaxBytes))
            {
                await store.ExecuteBatchAsync(partition, batch, cancellationToken);
                (batch, bytes) = ([], 0);
            }

            batch.Add(new BatchOperation.Upsert(write));
            bytes += write.Body.Length;
        }

        // What is owed holds the event itself: it outlives the event, which goes after its retention.
        var own = ToWrite(hash, posting);
        DocumentWrite? owed = isOwed ? new DocumentWrite(EventDocuments.OwedId(posting.At, hash), own.Body, OwedLife) : null;
        if (batch.Count > 0 && bytes + own.Body.Length + (owed?.Body.Length ?? 0) > MaxBytes)
        {
            await store.ExecuteBatchAsync(partition, batch, cancellationToken);
            batch = [];
        }

        // First: what is in the way is the event itself.
        batch.Insert(0, new BatchOperation.Create(own));
        if (owed is { } owing) batch.Add(new BatchOperation.Upsert(owing));
        if (isTimeless) batch.Add(new BatchOperation.Create(new DocumentWrite(EventDocuments.MarkId(hash), "{}"u8.ToArray(), MarkLife)));
        return (await store.ExecuteBatchAsync(partition, batch, cancellationToken)).IsOk;
    }

    /// <summary>Keeps an event longer that is to be delivered again.</summary>
    public async ValueTask KeepAsync(string tenantId, string hash, StoredPosting posting, CancellationToken cancellationToken)
    {
        var kept = await FindAsync(tenantId, hash, cancellationToken) ?? posting;
        await store.UpsertAsync(EventDocuments.Partition(tenantId), ToWrite(hash, kept), cancellationToken);
    }

    public DocumentWrite ToWrite(string hash, StoredPosting posting) =>
        new(EventDocuments.EventId(hash), JsonSerializer.SerializeToUtf8Bytes(posting, SubscriptionJson.Stored.StoredPosting), options.Value.EventRetention);

    public DocumentWrite ToWrite(StoredDeadLetter letter) => new(
        EventDocuments.Letters + EventDocuments.LetterOf(letter.At, EventDocuments.HashOf(letter.Subscription, letter.Delivery.Event)),
        JsonSerializer.SerializeToUtf8Bytes(letter, SubscriptionJson.Stored.StoredDeadLetter),
        options.Value.DeadLetterRetention);

    public static DocumentWrite ToWrite(StoredDelivery delivery, DateTimeOffset due) => new(
        EventDocuments.DueId(due.ToUnixTimeMilliseconds(), EventDocuments.HashOf(delivery.Subscription, delivery.Event)), JsonSerializer.SerializeToUtf8Bytes(delivery, SubscriptionJson.Stored.StoredDelivery));

    /// <summary>Deliveries in order of when they are due.</summary>
    public async ValueTask<IReadOnlyList<Document>> ListDueAsync(string tenantId, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        var page = await store.QueryAsync(EventDocuments.Partition(tenantId), new DocumentQuery(Limit: limit, IdPrefix: EventDocuments.Due), cancellationToken);
        return [.. page.Items.TakeWhile(d => EventDocuments.DueOf(d.Id) <= until.ToUnixTimeMilliseconds())];
    }

    public async ValueTask<Document?> FindDueAsync(string tenantId, string documentId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(EventDocuments.Partition(tenantId), documentId, cancellationToken)).Document;

    /// <summary>A delivery is over, or becomes something else; false where another was at it.</summary>
    public async ValueTask<bool> ReplaceAsync(string tenantId, Document due, DocumentWrite? next, CancellationToken cancellationToken)
    {
        List<BatchOperation> batch = [new BatchOperation.Delete(due.Id, due.ETag)];
        if (next is { } write) batch.Add(new BatchOperation.Upsert(write));
        return (await store.ExecuteBatchAsync(EventDocuments.Partition(tenantId), batch, cancellationToken)).IsOk;
    }
}
