using System.Net;
using AgentFunctions.Cloud.Cosmos.Memory;
using AgentFunctions.Core.Documents;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Cloud.Cosmos;

/// <summary>The store contract on Cosmos DB. One batch or one item is one request; the predicate of a patch is decided by the service.</summary>
internal sealed class CosmosDocumentStore(CosmosClient client, IOptions<CosmosOptions> options, TimeProvider time) : IDocumentStore
{
    private static readonly ItemRequestOptions NoContent = new() { EnableContentResponseOnWrite = false };

    // The system's clock: how long a call takes has nothing to do with what time the documents think it is.
    private readonly CosmosCalls _calls = new(TimeProvider.System, options.Value.RetryFor);

    public async ValueTask<DocumentResult> ReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        DocumentValidator.CheckId(id);
        return await FindAsync(partition, id, cancellationToken) is { } found && IsAlive(found) ? new DocumentResult(DocumentStatus.Ok, found) : new DocumentResult(DocumentStatus.NotFound);
    }

    public async ValueTask<DocumentResult> CreateAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        DocumentValidator.CheckWrite(write);
        while (true)
        {
            var now = time.GetUtcNow();
            var answer = await WriteAsync(
                () => Container(partition).CreateItemStreamAsync(CosmosItem.Write(partition, write, now), CosmosItem.KeyOf(partition), NoContent, cancellationToken), cancellationToken);
            if (answer.Status != HttpStatusCode.Conflict) return Written(answer, write, now);
            if (!await RemoveExpiredAsync(partition, write.Id, cancellationToken)) return new DocumentResult(DocumentStatus.Conflict);
        }
    }

    public async ValueTask<DocumentResult> ReplaceAsync(DocumentPartition partition, DocumentWrite write, string? ifMatch, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        DocumentValidator.CheckWrite(write);
        if (!(await ReadAsync(partition, write.Id, cancellationToken)).IsOk) return new DocumentResult(DocumentStatus.NotFound);
        var now = time.GetUtcNow();
        var answer = await WriteAsync(
            () => Container(partition).ReplaceItemStreamAsync(CosmosItem.Write(partition, write, now), write.Id, CosmosItem.KeyOf(partition), Match(ifMatch), cancellationToken), cancellationToken);
        return Written(answer, write, now);
    }

    public async ValueTask<DocumentResult> UpsertAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        DocumentValidator.CheckWrite(write);
        var now = time.GetUtcNow();
        var answer = await WriteAsync(
            () => Container(partition).UpsertItemStreamAsync(CosmosItem.Write(partition, write, now), CosmosItem.KeyOf(partition), NoContent, cancellationToken), cancellationToken);
        return Written(answer, write, now);
    }

    public async ValueTask<DocumentResult> DeleteAsync(DocumentPartition partition, string id, string? ifMatch, CancellationToken cancellationToken)
    {
        if (!(await ReadAsync(partition, id, cancellationToken)).IsOk) return new DocumentResult(DocumentStatus.NotFound);
        var answer = await WriteAsync(() => Container(partition).DeleteItemStreamAsync(id, CosmosItem.KeyOf(partition), Match(ifMatch), cancellationToken), cancellationToken);
        return new DocumentResult(CosmosStatus.Of(answer.Status));
    }

    public async ValueTask<DocumentResult> PatchAsync(
        DocumentPartition partition, string id, IReadOnlyList<Core.Documents.PatchOperation> operations, DocumentFilter? condition, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        DocumentValidator.CheckPatch(id, operations, condition);
        CosmosRecord.CheckPatch(partition, id, operations);
        var patch = new CosmosPatch(operations, condition);
        var isMeasured = await MeasureAsync(partition, id, patch, isSure: false, cancellationToken);
        while (true)
        {
            var request = new PatchItemRequestOptions { FilterPredicate = patch.Predicate(time.GetUtcNow(), isMeasured) };
            var answer = await WriteAsync(() => Container(partition).PatchItemStreamAsync(id, CosmosItem.KeyOf(partition), patch.Operations, request, cancellationToken), cancellationToken);
            if (answer.IsOk) return new DocumentResult(DocumentStatus.Ok, CosmosItem.Read(new MemoryStream(answer.Content!)));
            if (answer.Status != HttpStatusCode.PreconditionFailed) return new DocumentResult(CosmosStatus.OfPatch(answer.Status));
            if (await WhyAsync(partition, id, patch, cancellationToken) is { } status) return new DocumentResult(status);
            isMeasured = isMeasured || await MeasureAsync(partition, id, patch, isSure: true, cancellationToken);
        }
    }

    public async ValueTask<BatchResult> ExecuteBatchAsync(DocumentPartition partition, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        DocumentValidator.CheckBatch(operations);
        foreach (var one in operations.OfType<BatchOperation.Patch>()) CosmosRecord.CheckPatch(partition, one.Id, one.Operations);
        if (await FindExpiredAsync(partition, operations, cancellationToken) is { } expired) return CosmosBatch.Failed(operations.Count, expired, DocumentStatus.NotFound);
        var isMeasured = false;
        while (true)
        {
            var now = time.GetUtcNow();
            var answer = await _calls.SendAsync(
                isRead: false, async () => CosmosAnswer.Of(await CosmosBatch.Build(Container(partition), partition, operations, now, isMeasured).ExecuteAsync(cancellationToken)), cancellationToken);
            using var batch = answer.Batch!;
            if (answer.IsOk) return CosmosBatch.Done(batch, operations, now);
            var failed = CosmosBatch.FindFailed(batch);
            var operation = operations[failed];
            var status = batch[failed].StatusCode;
            var isFirst = operations.Take(failed).All(before => before.Id != operation.Id);
            if (status == HttpStatusCode.Conflict && isFirst && await RemoveExpiredAsync(partition, operation.Id, cancellationToken)) continue;
            if (operation is not BatchOperation.Patch patch) return CosmosBatch.Failed(operations.Count, failed, CosmosStatus.Of(status));
            if (status != HttpStatusCode.PreconditionFailed) return CosmosBatch.Failed(operations.Count, failed, CosmosStatus.OfPatch(status));
            var why = isFirst
                ? await WhyAsync(partition, patch.Id, new CosmosPatch(patch.Operations, patch.If), cancellationToken)
                : patch.If is null ? DocumentStatus.Unprocessable : DocumentStatus.PreconditionFailed;
            if (why is { } known) return CosmosBatch.Failed(operations.Count, failed, known);
            if (isMeasured) continue;
            foreach (var one in operations.OfType<BatchOperation.Patch>()) await MeasureAsync(partition, one.Id, new CosmosPatch(one.Operations, one.If), isSure: true, cancellationToken);
            isMeasured = true;
        }
    }

    public ValueTask<DocumentPage> QueryAsync(DocumentPartition partition, DocumentQuery query, CancellationToken cancellationToken)
    {
        var continuation = DocumentValidator.CheckQuery(partition, query);
        return CosmosQuery.RunAsync(_calls, Container(partition), partition, query, continuation, time.GetUtcNow(), cancellationToken);
    }

    private Container Container(DocumentPartition partition) => client.GetContainer(options.Value.Database, partition.Container.Name);

    private bool IsAlive(Document document) => document.ExpiresAt is not { } expiry || expiry > time.GetUtcNow();

    private async ValueTask<CosmosAnswer> WriteAsync(Func<Task<ResponseMessage>> send, CancellationToken cancellationToken) =>
        await _calls.SendAsync(isRead: false, () => CosmosAnswer.OfAsync(send(), cancellationToken), cancellationToken);

    private static DocumentResult Written(CosmosAnswer answer, DocumentWrite write, DateTimeOffset now) =>
        answer.IsOk ? new DocumentResult(DocumentStatus.Ok, CosmosItem.Written(write, answer.ETag!, now)) : new DocumentResult(CosmosStatus.Of(answer.Status));

    private static ItemRequestOptions Match(string? ifMatch) => new() { EnableContentResponseOnWrite = false, IfMatchEtag = ifMatch };

    private async ValueTask<Document?> FindAsync(DocumentPartition partition, string id, CancellationToken cancellationToken)
    {
        var answer = await _calls.SendAsync(
            isRead: true, () => CosmosAnswer.OfAsync(Container(partition).ReadItemStreamAsync(id, CosmosItem.KeyOf(partition), null, cancellationToken), cancellationToken), cancellationToken);
        if (answer.Status == HttpStatusCode.NotFound) return null;
        return answer.IsOk ? CosmosItem.Read(new MemoryStream(answer.Content!)) : throw CosmosStatus.Unexpected(answer.Status);
    }

    /// <summary>Whether a create that met a document may be sent again: what it met has expired and is gone now.</summary>
    private async ValueTask<bool> RemoveExpiredAsync(DocumentPartition partition, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(partition, id, cancellationToken) is not { } found) return true;
        if (IsAlive(found)) return false;
        await WriteAsync(() => Container(partition).DeleteItemStreamAsync(id, CosmosItem.KeyOf(partition), Match(found.ETag), cancellationToken), cancellationToken);
        return true;
    }

    /// <summary>Index of the first operation that needs a document and would find an expired one, which the service may still hold.</summary>
    private async ValueTask<int?> FindExpiredAsync(DocumentPartition partition, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < operations.Count; i++)
        {
            if (!seen.Add(operations[i].Id) || operations[i] is not (BatchOperation.Replace or BatchOperation.Delete or BatchOperation.Read)) continue;
            if (await FindAsync(partition, operations[i].Id, cancellationToken) is { } found && !IsAlive(found)) return i;
        }

        return null;
    }

    /// <summary>Why the predicate of a patch did not hold; null where it holds by now.</summary>
    private async ValueTask<DocumentStatus?> WhyAsync(DocumentPartition partition, string id, CosmosPatch patch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!(await ReadAsync(partition, id, cancellationToken)).IsOk) return DocumentStatus.NotFound;
        if (!await HoldsAsync(patch.All(now, withGuard: false))) return DocumentStatus.PreconditionFailed;

        // Without the condition: others may have changed what it looks at since.
        return patch.Applies is not { } applies || await HoldsAsync(applies) ? null : DocumentStatus.Unprocessable;

        ValueTask<bool> HoldsAsync(string predicate) => CosmosQuery.HoldsAsync(_calls, Container(partition), partition, id, predicate, cancellationToken);
    }

    /// <summary>The service takes documents of twice the contract's size. So a patch that writes long text, and one of a document that was written large, is measured before; many short ones of a small document are not.</summary>
    private async ValueTask<bool> MeasureAsync(DocumentPartition partition, string id, CosmosPatch patch, bool isSure, CancellationToken cancellationToken)
    {
        const int Short = 4_096;
        if (!isSure && patch.Added <= Short) return false;
        if (await FindAsync(partition, id, cancellationToken) is { } found && found.Body.Length + patch.Added > DocumentLimits.MaxDocumentBytes)
            throw new DocumentLimitException($"The patch makes the document up to {found.Body.Length + patch.Added} bytes; it holds at most {DocumentLimits.MaxDocumentBytes}.");
        return true;
    }
}
