using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Subjects;

/// <summary>What a run's end published, while it is to be delivered or lies among the dead letters. The runs that it set off are erased as the run's own (<see cref="StoredRun.CausedBy"/>).</summary>
internal sealed class EventTraces(IDocumentStore store) : IRunTraces
{
    private const string Events = "e:";

    public async ValueTask EraseAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken)
    {
        var (partition, by) = (EventDocuments.Partition(tenantId), RunEndEvents.By(run.Id));
        foreach (var found in await ScanAsync(tenantId, Events, DocumentFilter.Equal("by", by), cancellationToken).ToListAsync(cancellationToken))
        {
            if (!RunEndEvents.Says(JsonSerializer.Deserialize(found.Body.Span, SubscriptionJson.Stored.StoredPosting)!)) continue;
            foreach (var due in await ScanAsync(tenantId, EventDocuments.Due, DocumentFilter.Equal("event", found.Id[Events.Length..]), cancellationToken).ToListAsync(cancellationToken)) await store.DeleteAsync(partition, due.Id, null, cancellationToken);
            await store.DeleteAsync(partition, found.Id, null, cancellationToken);
        }

        // A hub that has not taken it yet does not get it any more.
        foreach (var owed in await ScanAsync(tenantId, EventDocuments.Owed, DocumentFilter.Equal("by", by), cancellationToken).ToListAsync(cancellationToken))
            if (RunEndEvents.Says(JsonSerializer.Deserialize(owed.Body.Span, SubscriptionJson.Stored.StoredPosting)!)) await store.DeleteAsync(partition, owed.Id, null, cancellationToken);
        foreach (var letter in await ScanAsync(tenantId, EventDocuments.Letters, DocumentFilter.Equal("posting.by", by), cancellationToken).ToListAsync(cancellationToken))
            if (RunEndEvents.Says(JsonSerializer.Deserialize(letter.Body.Span, SubscriptionJson.Stored.StoredDeadLetter)!.Posting)) await store.DeleteAsync(partition, letter.Id, null, cancellationToken);
    }

    private async IAsyncEnumerable<Document> ScanAsync(string tenantId, string prefix, DocumentFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(filter, IdPrefix: prefix);
        do
        {
            var page = await store.QueryAsync(EventDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
