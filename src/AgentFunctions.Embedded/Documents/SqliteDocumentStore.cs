using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents.Reading;
using AgentFunctions.Embedded.Documents.Sqlite;
using AgentFunctions.Embedded.Documents.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.Documents;

/// <summary>
/// The document store on SQLite files, one for each <see cref="StorePurpose"/>, usable by several processes at once. Writes are acknowledged after their commit; nothing is cached,
/// so a read always sees what any process committed. Point reads complete synchronously.
/// </summary>
public sealed class SqliteDocumentStore : IDocumentStore, IDisposable, IAsyncDisposable
{
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SqliteDocumentStore> _logger;
    private readonly StoreFile?[] _files = new StoreFile?[Enum.GetValues<StorePurpose>().Length];
    private readonly Lock _opening = new();
    private bool _isDisposed;

    public SqliteDocumentStore(IOptions<SqliteStoreOptions> options, TimeProvider timeProvider, ILogger<SqliteDocumentStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _time = timeProvider;
        _logger = logger;
    }

    /// <summary>The folder of the store's files, as a full path.</summary>
    public string DataDirectory => Path.GetFullPath(_options.DataDirectory);

    /// <summary>Opens every file now rather than at first use; <see cref="DocumentStoreUnavailableException"/> says what is wrong with the folder, its rights or its format.</summary>
    public void Open()
    {
        foreach (var purpose in Enum.GetValues<StorePurpose>())
            File(purpose);
    }

    /// <inheritdoc/>
    public ValueTask<DocumentResult> ReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        DocumentValidator.CheckId(id);
        cancellationToken.ThrowIfCancellationRequested();
        return File(partition.Container.Purpose).ReadAsync(partition, id, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<DocumentResult> CreateAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken) =>
        WriteOneAsync(partition, new BatchOperation.Create(Checked(write)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DocumentResult> ReplaceAsync(DocumentPartition partition, DocumentWrite write, string? ifMatch, CancellationToken cancellationToken) =>
        WriteOneAsync(partition, new BatchOperation.Replace(Checked(write), ifMatch), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DocumentResult> UpsertAsync(DocumentPartition partition, DocumentWrite write, CancellationToken cancellationToken) =>
        WriteOneAsync(partition, new BatchOperation.Upsert(Checked(write)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DocumentResult> DeleteAsync(DocumentPartition partition, string id, string? ifMatch, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckId(id);
        return WriteOneAsync(partition, new BatchOperation.Delete(id, ifMatch), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<DocumentResult> PatchAsync(
        DocumentPartition partition, string id, IReadOnlyList<PatchOperation> operations, DocumentFilter? condition, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPatch(id, operations, condition);
        return WriteOneAsync(partition, new BatchOperation.Patch(id, operations, condition), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<BatchResult> ExecuteBatchAsync(DocumentPartition partition, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operations);
        DocumentValidator.CheckPartition(partition);
        var own = operations.Count > DocumentLimits.MaxBatchOperations ? operations : Owned(operations);
        DocumentValidator.CheckBatch(own);
        var compiled = new CompiledOperation[own.Count];
        for (var i = 0; i < compiled.Length; i++)
            compiled[i] = new CompiledOperation(own[i]);
        var results = await WriteAsync(partition, compiled, cancellationToken);
        return new BatchResult(Array.TrueForAll(results, result => result.IsOk), results);
    }

    /// <inheritdoc/>
    public ValueTask<DocumentPage> QueryAsync(DocumentPartition partition, DocumentQuery query, CancellationToken cancellationToken)
    {
        var continuation = DocumentValidator.CheckQuery(partition, query);
        return File(partition.Container.Purpose).QueryAsync(new StoreQuery(partition, query, continuation), cancellationToken);
    }

    /// <summary>Removes expired documents from disk; returns how many. They were invisible already.</summary>
    public async ValueTask<int> SweepExpiredAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var purpose in Enum.GetValues<StorePurpose>())
        {
            SweepRequest sweep;
            do
            {
                sweep = new SweepRequest();
                await File(purpose).WriteAsync(sweep, cancellationToken);
                removed += sweep.Removed;
            }
            while (sweep.Removed == SweepRequest.Portion);
        }
        return removed;
    }

    /// <summary>Finishes queued writes, folds the logs into the files and closes them.</summary>
    public void Dispose()
    {
        lock (_opening)
        {
            _isDisposed = true;
            foreach (var file in _files)
                file?.Dispose();
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<DocumentResult> WriteOneAsync(DocumentPartition partition, BatchOperation operation, CancellationToken cancellationToken)
    {
        DocumentValidator.CheckPartition(partition);
        var results = await WriteAsync(partition, [new CompiledOperation(operation)], cancellationToken);
        return results[0];
    }

    private Task<DocumentResult[]> WriteAsync(DocumentPartition partition, CompiledOperation[] operations, CancellationToken cancellationToken) =>
        File(partition.Container.Purpose).WriteAsync(new OperationsRequest(partition, operations), cancellationToken);

    /// <summary>The body belongs to the caller, who may reuse its buffer: the engine checks and keeps a copy.</summary>
    private static DocumentWrite Checked(DocumentWrite write)
    {
        var owned = Owned(write);
        DocumentValidator.CheckWrite(owned);
        return owned;
    }

    private static DocumentWrite Owned(DocumentWrite write) =>
        write.Body.Length > DocumentLimits.MaxDocumentBytes ? write : write with { Body = write.Body.ToArray() };

    private static BatchOperation[] Owned(IReadOnlyList<BatchOperation> operations)
    {
        var own = new BatchOperation[operations.Count];
        for (var i = 0; i < own.Length; i++)
            own[i] = Owned(operations[i]);
        return own;
    }

    private static BatchOperation Owned(BatchOperation operation) => operation switch
    {
        BatchOperation.Create create => new BatchOperation.Create(Owned(create.Write)),
        BatchOperation.Upsert upsert => new BatchOperation.Upsert(Owned(upsert.Write)),
        BatchOperation.Replace replace => new BatchOperation.Replace(Owned(replace.Write), replace.IfMatch),
        _ => operation,
    };

    /// <summary>The open file of that purpose, for engines with tables of their own in it.</summary>
    internal StoreFile File(StorePurpose purpose) => Volatile.Read(ref _files[(int)purpose]) ?? OpenFile(purpose);

    private StoreFile OpenFile(StorePurpose purpose)
    {
        lock (_opening)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_files[(int)purpose] is { } opened)
                return opened;
            var file = new StoreFile(StoreFileSettings.For(purpose, _options), _options, _time, _logger);
            Volatile.Write(ref _files[(int)purpose], file);
            return file;
        }
    }
}
