using System.Net;
using AgentFunctions.Core.Documents;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>A batch of the contract as a TransactionalBatch, and back.</summary>
internal static class CosmosBatch
{
    public static TransactionalBatch Build(Container container, DocumentPartition partition, IReadOnlyList<BatchOperation> operations, DateTimeOffset now, bool isMeasured)
    {
        var batch = container.CreateTransactionalBatch(CosmosItem.KeyOf(partition));
        foreach (var operation in operations)
        {
            _ = operation switch
            {
                BatchOperation.Create create => batch.CreateItemStream(CosmosItem.Write(partition, create.Write, now), Match(null)),
                BatchOperation.Upsert upsert => batch.UpsertItemStream(CosmosItem.Write(partition, upsert.Write, now), Match(null)),
                BatchOperation.Replace replace => batch.ReplaceItemStream(replace.Id, CosmosItem.Write(partition, replace.Write, now), Match(replace.IfMatch)),
                BatchOperation.Delete delete => batch.DeleteItem(delete.Id, Match(delete.IfMatch)),
                BatchOperation.Patch patch => Patch(batch, patch, now, isMeasured),
                _ => batch.ReadItem(operation.Id),
            };
        }

        return batch;
    }

    public static BatchResult Done(TransactionalBatchResponse response, IReadOnlyList<BatchOperation> operations, DateTimeOffset now)
    {
        var results = new DocumentResult[operations.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var one = response[i];
            results[i] = new DocumentResult(DocumentStatus.Ok, operations[i] switch
            {
                BatchOperation.Create create => CosmosItem.Written(create.Write, one.ETag, now),
                BatchOperation.Upsert upsert => CosmosItem.Written(upsert.Write, one.ETag, now),
                BatchOperation.Replace replace => CosmosItem.Written(replace.Write, one.ETag, now),
                BatchOperation.Delete => null,
                _ => CosmosItem.Read(one.ResourceStream),
            });
        }

        return new BatchResult(true, results);
    }

    /// <summary>Index of the operation that made the batch fail.</summary>
    public static int FindFailed(TransactionalBatchResponse response)
    {
        for (var i = 0; i < response.Count; i++)
        {
            if (response[i].StatusCode != HttpStatusCode.FailedDependency) return i;
        }

        throw CosmosStatus.Unexpected(response.StatusCode);
    }

    public static BatchResult Failed(int count, int index, DocumentStatus status)
    {
        var results = new DocumentResult[count];
        Array.Fill(results, new DocumentResult(DocumentStatus.FailedDependency));
        results[index] = new DocumentResult(status);
        return new BatchResult(false, results);
    }

    private static TransactionalBatch Patch(TransactionalBatch batch, BatchOperation.Patch operation, DateTimeOffset now, bool isMeasured)
    {
        var patch = new CosmosPatch(operation.Operations, operation.If);
        return batch.PatchItem(operation.Id, patch.Operations, new TransactionalBatchPatchItemRequestOptions { FilterPredicate = patch.Predicate(now, isMeasured) });
    }

    private static TransactionalBatchItemRequestOptions Match(string? ifMatch) => new() { EnableContentResponseOnWrite = false, IfMatchEtag = ifMatch };
}
