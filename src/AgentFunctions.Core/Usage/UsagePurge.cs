using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Statements.Storage;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage;

/// <summary>Deletes all usage of a tenant that is gone: events on their way, checkpoints, rollups, closed statements.</summary>
internal sealed class UsagePurge(IDocumentStore store, TimeProvider time)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        await DeleteAsync(DocumentEventLog.Partition(tenantId, StreamTopic.Usage), cancellationToken);
        await DeleteAsync(RollupDocuments.CheckpointPartition(tenantId), cancellationToken);
        await DeleteAsync(StatementStore.Partition(tenantId), cancellationToken);
        var now = time.GetUtcNow();
        var last = now.AddDays(1).ToUnixTimeSeconds();
        for (var month = (now - UsageRetention.Hours).ToUnixTimeSeconds(); month <= last; month = RollupTime.NextMonth(month)) await DeleteAsync(RollupDocuments.Partition(tenantId, month), cancellationToken);
    }

    private async ValueTask DeleteAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            if (page.Items.Count > 0 && !(await store.ExecuteBatchAsync(partition, [.. page.Items.Select(static d => new BatchOperation.Delete(d.Id))], cancellationToken)).IsOk)
            {
                // Somebody else is at it, or still folds.
                foreach (var document in page.Items) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
            }

            if (page.Continuation is null) return;
        }
    }
}
