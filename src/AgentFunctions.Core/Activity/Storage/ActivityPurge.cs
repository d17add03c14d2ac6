using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Activity.Storage;

/// <summary>Deletes all activity of a tenant that is gone. Done again before a tenant is opened: a new one must never see what one of the same name did.</summary>
internal sealed class ActivityPurge(IDocumentStore store, TimeProvider time)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var last = ActivityDocuments.HourOf(now);
        await PurgeAsync(ActivityDocuments.LastUsePartition(tenantId), cancellationToken);
        for (var hour = ActivityDocuments.HourOf(now - ActivityRetention.Counters) - 1; hour <= last; hour = ActivityDocuments.NextMonth(hour))
            await PurgeAsync(ActivityDocuments.CounterPartition(tenantId, hour), cancellationToken);
    }

    private async ValueTask PurgeAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            foreach (var document in page.Items) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
            if (page.Continuation is null) return;
        }
    }
}
