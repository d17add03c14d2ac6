using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>Deletes all runs of a tenant that is gone. Done again before a tenant is opened: a new one must never see what one of the same name did.</summary>
internal sealed class RunPurge(IDocumentStore store)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        var index = RunDocuments.IndexPartition(tenantId);
        while (true)
        {
            var page = await store.QueryAsync(index, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            foreach (var document in page.Items)
            {
                // The run first: without its entry it would not be found again.
                await store.DeleteAsync(RunDocuments.RunPartition(tenantId, StoredRun.Read(document).Id), RunDocuments.RunId, null, cancellationToken);
                await store.DeleteAsync(index, document.Id, null, cancellationToken);
            }

            if (page.Continuation is null) return;
        }
    }
}
