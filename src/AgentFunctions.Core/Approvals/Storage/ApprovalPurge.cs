using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Approvals.Storage;

/// <summary>Deletes all approvals of a tenant that is gone. Done again before a tenant is opened: a new one must never see, or use, what was approved in one of the same name.</summary>
internal sealed class ApprovalPurge(IDocumentStore store)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        var partition = ApprovalDocuments.Partition(tenantId);
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            if (page.Items.Count > 0 && !(await store.ExecuteBatchAsync(partition, [.. page.Items.Select(static d => new BatchOperation.Delete(d.Id))], cancellationToken)).IsOk)
            {
                // Somebody else is at it.
                foreach (var document in page.Items) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
            }

            if (page.Continuation is null) return;
        }
    }
}
