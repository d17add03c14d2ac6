using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Subjects;

/// <summary>What a run's end published, while it is to be delivered or lies among the dead letters. Runs that it set off are their own.</summary>
internal sealed class EventTraces(IDocumentStore store) : IRunTraces
{
    private const string Events = "e:";

    public async ValueTask EraseAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken)
    {
        var (partition, by) = (EventDocuments.Partition(tenantId), "runs/" + run.Id);
        foreach (var found in await ScanAsync(tenantId, Events, DocumentFilter.Equal("by", by), cancellationToken).ToListAsync(cancellationToken))
        {
            if (!Says(JsonSerializer.Deserialize(found.Body.Span, SubscriptionJson.Stored.StoredPosting)!)) continue;
            foreach (var due in await ScanAsync(tenantId, EventDocuments.Due, DocumentFilter.Equal("event", found.Id[Events.Length..]), cancellationToken).ToListAsync(cancellationToken)) await store.DeleteAsync(partition, due.Id, null, cancellationToken);
            await store.DeleteAsync(partition, found.Id, null, cancellationToken);
        }

        foreach (var letter in await ScanAsync(tenantId, EventDocuments.Letters, DocumentFilter.Equal("posting.by", by), cancellationToken).ToListAsync(cancellationToken))
            if (Says(JsonSerializer.Deserialize(letter.Body.Span, SubscriptionJson.Stored.StoredDeadLetter)!.Posting)) await store.DeleteAsync(partition, letter.Id, null, cancellationToken);
    }

    /// <summary>It has an output or a message; that a run was ended says nothing.</summary>
    private static bool Says(StoredPosting posting)
    {
        var data = JsonElement.Parse(posting.Event);
        return !data.TryGetProperty("data", out var content) || content.ValueKind != JsonValueKind.Object || Has(content, "output") || Has(content, "error");
    }

    private static bool Has(JsonElement content, string name) => content.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

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
