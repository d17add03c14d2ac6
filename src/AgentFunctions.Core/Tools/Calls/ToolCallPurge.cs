using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Tools.Calls;

/// <summary>Deletes the calls outside runs of a tenant that is gone: a new one of the same name must never be answered from them.</summary>
internal sealed class ToolCallPurge(IDocumentStore store)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        foreach (var partition in ToolCallKey.Partitions(tenantId))
        {
            while (true)
            {
                var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
                foreach (var document in page.Items) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
                if (page.Continuation is null) break;
            }
        }
    }
}
