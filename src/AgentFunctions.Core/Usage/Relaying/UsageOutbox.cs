using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Blocks;

namespace AgentFunctions.Core.Usage.Relaying;

/// <summary>
/// From the ledger's outbox to the stream, at least once: an event is deleted after it was published. A process killed in between leaves it to be published twice, which the fold does not mind.
/// </summary>
internal sealed class UsageOutbox(IDocumentStore store, IEventPublisher stream, LedgerShards shards)
{
    private const int MaxPages = 200;

    /// <summary>Passes on what is there; returns how many events. More may have come meanwhile.</summary>
    public async ValueTask<int> RelayAsync(string tenantId, CancellationToken cancellationToken)
    {
        var relayed = 0;
        foreach (var partition in await shards.PartitionsAsync(tenantId, cancellationToken)) relayed += await RelayAsync(tenantId, partition, cancellationToken);
        return relayed;
    }

    /// <summary>What is not passed on yet.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> PendingAsync(string tenantId, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var partition in await shards.PartitionsAsync(tenantId, cancellationToken))
        {
            var query = new DocumentQuery(IdPrefix: LedgerDocuments.OutboxPrefix);
            do
            {
                var page = await store.QueryAsync(partition, query, cancellationToken);
                foreach (var document in page.Items) yield return document.Body;
                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
        }
    }

    private async ValueTask<int> RelayAsync(string tenantId, DocumentPartition partition, CancellationToken cancellationToken)
    {
        var relayed = 0;
        var query = new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations, IdPrefix: LedgerDocuments.OutboxPrefix);
        for (var i = 0; i < MaxPages; i++)
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            if (page.Items.Count > 0)
            {
                await stream.PublishAsync(tenantId, StreamTopic.Usage, [.. page.Items.Select(document => ToEvent(tenantId, document))], cancellationToken);
                await StreamOutbox.DeleteAsync(store, partition, page.Items, cancellationToken);
                relayed += page.Items.Count;
            }

            if (page.Continuation is null) return relayed;
        }

        return relayed;
    }

    private static StreamEvent ToEvent(string tenantId, Document document)
    {
        var id = LedgerDocuments.EventId(document.Id);
        var attempt = id.LastIndexOf(':') is var last and > 0 ? id.LastIndexOf(':', last - 1) : -1;
        return new StreamEvent(StreamKeys.Of(tenantId, attempt > 0 ? id[..attempt] : id), id, document.Body);
    }
}
