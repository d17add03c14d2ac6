using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Blocks;

namespace AgentFunctions.Core.Ledger;

/// <summary>Deletes the ledger of a tenant that is gone. Done again before a tenant is opened: a new one must not begin where one of the same name stood.</summary>
internal sealed class LedgerPurge(IDocumentStore store, LedgerShards shards)
{
    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        // Shard 0 last: it says which others there are.
        foreach (var partition in (await shards.PartitionsAsync(tenantId, cancellationToken)).Reverse()) await DeleteAsync(partition, cancellationToken);
    }

    private async ValueTask DeleteAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            if (page.Items.Count > 0) await DeleteAsync(partition, page.Items, cancellationToken);
            if (page.Continuation is null) return;
        }
    }

    private async ValueTask DeleteAsync(DocumentPartition partition, IReadOnlyList<Document> documents, CancellationToken cancellationToken)
    {
        BatchOperation[] deletes = [.. documents.Select(static document => new BatchOperation.Delete(document.Id))];
        if ((await store.ExecuteBatchAsync(partition, deletes, cancellationToken)).IsOk) return;

        // A call that ends meanwhile takes its hold away itself.
        foreach (var document in documents) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
    }
}
