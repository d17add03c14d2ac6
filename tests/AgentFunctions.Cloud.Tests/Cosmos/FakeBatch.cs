using System.Net;
using Microsoft.Azure.Cosmos;

namespace AgentFunctions.Cloud.Tests.Cosmos;

internal sealed class FakeBatch(FakeAccount account, string container, string key) : TransactionalBatch
{
    private const int MaxOperations = 100;
    private readonly List<FakeOperation> _operations = [];

    public override TransactionalBatch CreateItem<T>(T item, TransactionalBatchItemRequestOptions? requestOptions = null) => throw new NotSupportedException();

    public override TransactionalBatch UpsertItem<T>(T item, TransactionalBatchItemRequestOptions? requestOptions = null) => throw new NotSupportedException();

    public override TransactionalBatch ReplaceItem<T>(string id, T item, TransactionalBatchItemRequestOptions? requestOptions = null) => throw new NotSupportedException();

    public override TransactionalBatch CreateItemStream(Stream streamPayload, TransactionalBatchItemRequestOptions? requestOptions = null) => Add(FakeCosmos.Written("create", streamPayload, requestOptions));

    public override TransactionalBatch UpsertItemStream(Stream streamPayload, TransactionalBatchItemRequestOptions? requestOptions = null) => Add(FakeCosmos.Written("upsert", streamPayload, requestOptions));

    public override TransactionalBatch ReplaceItemStream(string id, Stream streamPayload, TransactionalBatchItemRequestOptions? requestOptions = null) =>
        Add(FakeCosmos.Written("replace", streamPayload, requestOptions));

    public override TransactionalBatch ReadItem(string id, TransactionalBatchItemRequestOptions? requestOptions = null) => Add(new FakeOperation("read", id));

    public override TransactionalBatch DeleteItem(string id, TransactionalBatchItemRequestOptions? requestOptions = null) => Add(new FakeOperation("delete", id, IfMatch: requestOptions?.IfMatchEtag));

    public override TransactionalBatch PatchItem(string id, IReadOnlyList<PatchOperation> patchOperations, TransactionalBatchPatchItemRequestOptions? requestOptions = null) =>
        Add(new FakeOperation("patch", id, Patches: patchOperations, Predicate: requestOptions?.FilterPredicate, IfMatch: requestOptions?.IfMatchEtag));

    public override Task<TransactionalBatchResponse> ExecuteAsync(TransactionalBatchRequestOptions requestOptions, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override async Task<TransactionalBatchResponse> ExecuteAsync(CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        if (_operations.Count is < 1 or > MaxOperations) throw new NotSupportedException($"A batch of {_operations.Count} operations.");
        var fault = account.Enter("batch", container, writes: true, _operations.Count);
        if (FakeCosmos.Before(fault) is { } refused) return new FakeBatchResponse(refused, []);
        var outcomes = account.Execute(container, key, _operations);
        if (fault == FakeFault.TimeoutAfter) return new FakeBatchResponse(HttpStatusCode.RequestTimeout, []);
        if (fault == FakeFault.LostResponse) throw new HttpRequestException("The fake lost the response.");
        var failed = outcomes.FirstOrDefault(static one => (int)one.Status >= 400 && one.Status != HttpStatusCode.FailedDependency);
        return new FakeBatchResponse(failed?.Status ?? HttpStatusCode.OK, outcomes);
    }

    private FakeBatch Add(FakeOperation operation)
    {
        _operations.Add(operation);
        return this;
    }
}
