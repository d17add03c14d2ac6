using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>Deletes all memory of a tenant that is gone. Done again before a tenant is opened: a new one must never remember what one of the same name knew.</summary>
internal sealed class MemoryPurge(IDocumentStore store)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        var agents = MemoryDocuments.AgentsPartition(tenantId);
        while (true)
        {
            var page = await store.QueryAsync(agents, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            foreach (var document in page.Items)
            {
                // The entry last: without it the rest would not be found again.
                var agent = JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredMemoryAgent)!.Agent;
                await EmptyAsync(MemoryDocuments.Partition(tenantId, agent), cancellationToken);
                await store.DeleteAsync(agents, document.Id, null, cancellationToken);
            }

            if (page.Items.Count == 0 && page.Continuation is null) break;
        }

        await EmptyAsync(MemoryDocuments.ErasuresPartition(tenantId), cancellationToken);
    }

    private async ValueTask EmptyAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            foreach (var document in page.Items) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
            if (page.Items.Count == 0 && page.Continuation is null) return;
        }
    }
}
