using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>Deletes all runs of a tenant that is gone, with their steps, events and payloads. Done again before a tenant is opened: a new one must never see what one of the same name did.</summary>
internal sealed class RunPurge(IDocumentStore store, IPayloadStore payloads)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        await payloads.PurgeTenantAsync(tenantId, cancellationToken);
        var index = RunDocuments.IndexPartition(tenantId);
        while (true)
        {
            var page = await store.QueryAsync(index, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            foreach (var document in page.Items)
            {
                // The run first: without its entry it would not be found again.
                await DeleteAsync(RunDocuments.RunPartition(tenantId, StoredRun.Read(document).Id), except: null, cancellationToken);
                await store.DeleteAsync(index, document.Id, null, cancellationToken);
            }

            if (page.Items.Count == 0 && page.Continuation is null) return;
        }
    }

    /// <summary>Everything of a run that nobody will need, its payloads too.</summary>
    public async ValueTask DeleteWithPayloadsAsync(string tenantId, string runId, CancellationToken cancellationToken)
    {
        await payloads.PurgeAsync(tenantId, RunDocuments.OwnerOf(runId), cancellationToken);
        await DeleteAsync(RunDocuments.RunPartition(tenantId, runId), except: null, cancellationToken);
    }

    /// <summary>Empties the partition of a run.</summary>
    public async ValueTask DeleteAsync(DocumentPartition partition, string? except, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            var ids = page.Items.Select(static d => d.Id).Where(id => id != except).ToList();
            foreach (var id in ids) await store.DeleteAsync(partition, id, null, cancellationToken);
            if (ids.Count == 0 && page.Continuation is null) return;
        }
    }
}
