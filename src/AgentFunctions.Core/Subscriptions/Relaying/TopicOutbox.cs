using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions.Relaying;

/// <summary>
/// From what is owed to the hub of topics, at least once and oldest first: an event is deleted after it was published. A process killed in between leaves it to be published twice, under the same id.
/// </summary>
internal sealed class TopicOutbox(IDocumentStore store, IEventPublisher stream, IStreamDeadLetters deadLetters, ILogger<TopicOutbox> logger)
{
    private const int MaxPages = 20;
    private const string TooLarge = "too_large";

    /// <summary>Passes on what is there; false: more is left.</summary>
    /// <exception cref="DocumentStoreUnavailableException">Store or hub did not answer; what is owed stays.</exception>
    public async ValueTask<bool> RelayAsync(string tenantId, CancellationToken cancellationToken)
    {
        var partition = EventDocuments.Partition(tenantId);
        var query = new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations, IdPrefix: EventDocuments.Owed);
        for (var i = 0; i < MaxPages; i++)
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            if (page.Items.Count > 0)
            {
                await PublishAsync(tenantId, [.. page.Items.Select(document => ToEvent(tenantId, document))], cancellationToken);
                await StreamOutbox.DeleteAsync(store, partition, page.Items, cancellationToken);
            }

            if (page.Continuation is null) return true;
        }

        return false;
    }

    private async ValueTask PublishAsync(string tenantId, IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await stream.PublishAsync(tenantId, StreamTopic.Topics, events, cancellationToken);
        }
        catch (DocumentLimitException) when (events.Count > 1)
        {
            // One of them is too large for the hub; it must not hold up the others.
            foreach (var value in events) await PublishAsync(tenantId, [value], cancellationToken);
        }
        catch (DocumentLimitException)
        {
            var id = events[0].Id.Replace('/', '-');
            await deadLetters.KeepAsync(StreamNames.Topics, id, TooLarge, events[0].Body, cancellationToken);
            IntakeLog.Kept(logger, StreamNames.Topics, TooLarge, id);
        }
    }

    private static StreamEvent ToEvent(string tenantId, Document document)
    {
        var posting = JsonSerializer.Deserialize(document.Body.Span, SubscriptionJson.Stored.StoredPosting)!;
        using var json = JsonDocument.Parse(posting.Event);
        return new StreamEvent(TopicKeys.Of(tenantId, posting.Topic, json.RootElement), $"{tenantId}/{EventDocuments.OwedHash(document.Id)}", TopicEventJson.Write(tenantId, posting, json.RootElement));
    }
}
