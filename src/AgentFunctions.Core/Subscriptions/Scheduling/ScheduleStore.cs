using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;

namespace AgentFunctions.Core.Subscriptions.Scheduling;

/// <summary>Where schedules stand. A change holds only on what was read.</summary>
internal sealed class ScheduleStore(IDocumentStore store)
{
    public async ValueTask<Dictionary<string, (StoredSchedule State, string ETag)>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (StoredSchedule, string)>(StringComparer.Ordinal);
        var query = new DocumentQuery(IdPrefix: EventDocuments.Schedules);
        do
        {
            var page = await store.QueryAsync(EventDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items)
            {
                var state = JsonSerializer.Deserialize(document.Body.Span, SubscriptionJson.Stored.StoredSchedule)!;
                found[state.Subscription] = (state, document.ETag);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return found;
    }

    /// <summary>The ETag of what was written; null where another was at it.</summary>
    public async ValueTask<string?> WriteAsync(string tenantId, StoredSchedule state, string? etag, CancellationToken cancellationToken)
    {
        var (partition, write) = (EventDocuments.Partition(tenantId), new DocumentWrite(EventDocuments.ScheduleId(state.Subscription), JsonSerializer.SerializeToUtf8Bytes(state, SubscriptionJson.Stored.StoredSchedule)));
        var result = etag is null ? await store.CreateAsync(partition, write, cancellationToken) : await store.ReplaceAsync(partition, write, etag, cancellationToken);
        return result.IsOk ? result.Document!.ETag : null;
    }

    public async ValueTask RemoveAsync(string tenantId, StoredSchedule state, string etag, CancellationToken cancellationToken) =>
        await store.DeleteAsync(EventDocuments.Partition(tenantId), EventDocuments.ScheduleId(state.Subscription), etag, cancellationToken);
}
