using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Payloads.Storage;

/// <summary>Deletes payloads: those of an owner, or of all owners of a tenant that is gone. Done again it goes on where it was broken off.</summary>
internal sealed class PayloadPurge(IDocumentStore store)
{
    public async ValueTask RunAsync(string tenantId, string owner, CancellationToken cancellationToken)
    {
        await DeleteAllAsync(PayloadDocuments.Partition(tenantId, owner), cancellationToken);
        await store.DeleteAsync(PayloadDocuments.OwnersPartition(tenantId), PayloadDocuments.OwnerId(owner), null, cancellationToken);
    }

    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(PayloadDocuments.OwnersPartition(tenantId), new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            foreach (var document in page.Items) await RunAsync(tenantId, JsonSerializer.Deserialize(document.Body.Span, PayloadJson.Default.StoredPayloadOwner)!.Owner, cancellationToken);
            if (page.Items.Count == 0) return;
        }
    }

    private async ValueTask DeleteAllAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Parts come first; a reader that meets one missing takes the payload for gone.
            var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations), cancellationToken);
            foreach (var document in page.Items) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
            if (page.Items.Count == 0) return;
        }
    }
}
