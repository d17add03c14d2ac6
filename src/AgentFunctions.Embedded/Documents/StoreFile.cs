using System.Threading.Channels;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents.Reading;
using AgentFunctions.Embedded.Documents.Sqlite;
using AgentFunctions.Embedded.Documents.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Embedded.Documents;

/// <summary>One open store file: its writer and its readers.</summary>
internal sealed class StoreFile : IDisposable
{
    private const int FoldAttempts = 10;

    private readonly StoreFileSettings _settings;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly StoreWriter _writer;
    private readonly StoreReaderPool _readers;

    public StoreFile(StoreFileSettings settings, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _time = time;
        _timeout = options.OperationTimeout;
        try
        {
            _writer = new StoreWriter(settings, options, time, logger);
        }
        catch (SqliteException exception)
        {
            throw SqliteErrors.ToUnavailable(exception, settings.Name);
        }
        _readers = new StoreReaderPool(settings, _writer.Presence, options.MaxReaders);
        StoreLog.Opened(logger, settings.Name);
    }

    /// <summary>Completes synchronously unless every read connection is busy.</summary>
    public ValueTask<DocumentResult> ReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken)
    {
        if (!_readers.TryEnter())
            return WaitAndReadAsync(partition, id, cancellationToken);
        try
        {
            return new ValueTask<DocumentResult>(Read(partition, id));
        }
        catch (DocumentStoreUnavailableException exception)
        {
            return ValueTask.FromException<DocumentResult>(exception);
        }
    }

    public async ValueTask<DocumentPage> QueryAsync(StoreQuery query, CancellationToken cancellationToken)
    {
        if (!_readers.TryEnter())
            await EnterAsync(cancellationToken);
        return WithReader(reader => query.Run(reader, _time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken));
    }

    /// <summary>Runs <paramref name="read"/> on one state of the file.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<StoreConnection, T> read, CancellationToken cancellationToken)
    {
        if (!_readers.TryEnter())
            await EnterAsync(cancellationToken);
        return WithReader(reader =>
        {
            reader.BeginSnapshot();
            var result = read(reader.Connection);
            reader.EndSnapshot();
            return result;
        });
    }

    /// <summary>Runs <paramref name="work"/> in a transaction that may be shared with other requests: it must not throw once it has written.</summary>
    public async Task<T> WriteAsync<T>(Func<StoreConnection, T> work, CancellationToken cancellationToken)
    {
        var request = new TransactionRequest<T>(work);
        await WriteAsync(request, cancellationToken);
        return request.Result;
    }

    /// <summary>Copies the log into the file and empties it, so that nothing of what was deleted is left in either.</summary>
    /// <exception cref="DocumentStoreUnavailableException">Others read from the log all the time, a backup for one; do it again later.</exception>
    public async Task FoldAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < FoldAttempts; i++)
        {
            var request = new FoldRequest();
            await WriteAsync(request, cancellationToken);
            if (await request.Folded.WaitAsync(cancellationToken))
                return;
        }
        throw new DocumentStoreUnavailableException($"The log of the store file '{_settings.Name}' is being read, so what was deleted may still lie in it. It is tried again.");
    }

    /// <summary>Queues the request and waits for its commit, at most for the operation timeout. A caller's cancellation takes effect only while the request is still queued.</summary>
    public async Task<DocumentResult[]> WriteAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await EnqueueAsync(request, cancellationToken);
            await using var registration = cancellationToken.UnsafeRegister(static (state, token) => ((WriteRequest)state!).Cancel(token), request);
            return await request.Completion.WaitAsync(_timeout, CancellationToken.None);
        }
        catch (TimeoutException exception)
        {
            var outcome = request.TryAbandon() ? "Nothing was written" : "Whether it was written is unknown";
            throw new DocumentStoreUnavailableException($"The store file '{_settings.Name}' did not answer within {_timeout}. {outcome}.", exception);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteDocumentStore));
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _readers.Dispose();
    }

    private async ValueTask EnqueueAsync(WriteRequest request, CancellationToken cancellationToken)
    {
        var queued = _writer.EnqueueAsync(request, cancellationToken);
        if (queued.IsCompleted)
            await queued;
        else
            await queued.AsTask().WaitAsync(_timeout, CancellationToken.None);
    }

    private async ValueTask<DocumentResult> WaitAndReadAsync(DocumentPartition partition, string id, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return Read(partition, id);
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _readers.EnterAsync(cancellationToken).WaitAsync(_timeout, CancellationToken.None);
        }
        catch (TimeoutException exception)
        {
            throw new DocumentStoreUnavailableException($"All read connections of the store file '{_settings.Name}' stayed busy for {_timeout}.", exception);
        }
    }

    private DocumentResult Read(DocumentPartition partition, string id)
    {
        StoreReader? reader = null;
        try
        {
            _writer.Presence.Require();
            reader = _readers.Take();
            var result = reader.Read(partition, id, _time);
            _readers.Return(reader);
            return result;
        }
        catch (SqliteException exception)
        {
            reader?.Dispose();
            throw SqliteErrors.ToUnavailable(exception, _settings.Name);
        }
        finally
        {
            _readers.Leave();
        }
    }

    private T WithReader<T>(Func<StoreReader, T> run)
    {
        StoreReader? reader = null;
        try
        {
            _writer.Presence.Require();
            reader = _readers.Take();
            var result = run(reader);
            _readers.Return(reader);
            return result;
        }
        catch (SqliteException exception)
        {
            reader?.Dispose();
            throw SqliteErrors.ToUnavailable(exception, _settings.Name);
        }
        catch
        {
            reader?.Dispose();
            throw;
        }
        finally
        {
            _readers.Leave();
        }
    }
}
