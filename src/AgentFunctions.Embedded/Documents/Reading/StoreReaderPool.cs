using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Documents.Reading;

/// <summary>The read connections of a store file, opened when first needed, at most a fixed number.</summary>
internal sealed class StoreReaderPool(StoreFileSettings settings, StoreFilePresence presence, int capacity) : IDisposable
{
    private readonly Stack<StoreReader> _idle = new();
    private readonly SemaphoreSlim _free = new(capacity, capacity);
    private readonly Lock _lock = new();
    private bool _isDisposed;

    /// <summary>Waits for a place without blocking; completed at once unless all connections are busy. Follow with <see cref="Take"/>.</summary>
    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public bool TryEnter() => _free.Wait(0, CancellationToken.None);

    /// <summary>A connection for the place entered. Give it back with <see cref="Return"/>, or dispose it after an error; then <see cref="Leave"/>.</summary>
    public StoreReader Take()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteDocumentStore));
            if (_idle.TryPop(out var reader))
                return reader;
        }
        var opened = new StoreReader(settings);
        try
        {
            presence.RequireNow();
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Return(StoreReader reader)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _idle.Push(reader);
                return;
            }
        }
        reader.Dispose();
    }

    public void Leave() => _free.Release();

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            while (_idle.TryPop(out var reader))
                reader.Dispose();
        }
    }
}
