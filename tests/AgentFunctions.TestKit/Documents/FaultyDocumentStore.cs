using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>A store that a test makes fail or hang, and that counts what reaches it.</summary>
public sealed class FaultyDocumentStore(IDocumentStore inner) : IDocumentStore
{
    private int _reads;
    private int _queries;

    /// <summary>Every operation throws <see cref="DocumentStoreUnavailableException"/>.</summary>
    public bool Fails { get; set; }

    /// <summary>No operation ends, not even by its token.</summary>
    public bool Hangs { get; set; }

    /// <summary>Runs before every operation of the inner store.</summary>
    public Func<Task>? Before { get; set; }

    /// <summary>Runs before every write of one document.</summary>
    public Func<DocumentPartition, string, Task>? BeforeWrite { get; set; }

    /// <summary>Runs between a point read of the inner store and its answer.</summary>
    public Func<Task>? AfterRead { get; set; }

    /// <summary>Runs between a page of the inner store and its answer.</summary>
    public Action<DocumentPage>? AfterQuery { get; set; }

    /// <summary>Runs between a batch of the inner store and its answer: an error here leaves the caller in doubt.</summary>
    public Func<Task>? AfterBatch { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public int Queries => Volatile.Read(ref _queries);

    public async ValueTask<DocumentResult> ReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        await PassAsync();
        var result = await inner.ReadAsync(partition, id, cancellationToken);
        if (AfterRead is { } after) await after();
        return result;
    }

    public async ValueTask<DocumentResult> CreateAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken)
    {
        await PassAsync();
        if (BeforeWrite is { } before) await before(partition, write.Id);
        return await inner.CreateAsync(partition, write, cancellationToken);
    }

    public async ValueTask<DocumentResult> ReplaceAsync(DocumentPartition partition, DocumentWrite write, string? ifMatch, CancellationToken cancellationToken)
    {
        await PassAsync();
        if (BeforeWrite is { } before) await before(partition, write.Id);
        return await inner.ReplaceAsync(partition, write, ifMatch, cancellationToken);
    }

    public async ValueTask<DocumentResult> UpsertAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken)
    {
        await PassAsync();
        if (BeforeWrite is { } before) await before(partition, write.Id);
        return await inner.UpsertAsync(partition, write, cancellationToken);
    }

    public async ValueTask<DocumentResult> DeleteAsync(DocumentPartition partition, string id, string? ifMatch, CancellationToken cancellationToken)
    {
        await PassAsync();
        if (BeforeWrite is { } before) await before(partition, id);
        return await inner.DeleteAsync(partition, id, ifMatch, cancellationToken);
    }

    public async ValueTask<DocumentResult> PatchAsync(
        DocumentPartition partition, string id, IReadOnlyList<PatchOperation> operations, DocumentFilter? condition, CancellationToken cancellationToken)
    {
        await PassAsync();
        return await inner.PatchAsync(partition, id, operations, condition, cancellationToken);
    }

    public async ValueTask<BatchResult> ExecuteBatchAsync(DocumentPartition partition, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken)
    {
        await PassAsync();
        var result = await inner.ExecuteBatchAsync(partition, operations, cancellationToken);
        if (AfterBatch is { } after) await after();
        return result;
    }

    public async ValueTask<DocumentPage> QueryAsync(DocumentPartition partition, DocumentQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _queries);
        await PassAsync();
        var page = await inner.QueryAsync(partition, query, cancellationToken);
        AfterQuery?.Invoke(page);
        return page;
    }

    private async ValueTask PassAsync()
    {
        if (Fails) throw new DocumentStoreUnavailableException("The test made the store fail.");
        if (Hangs) await new TaskCompletionSource().Task;
        if (Before is { } before) await before();
    }
}
