using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>
/// The one writer of a store file in this process: a thread that takes what has queued up, runs it in one transaction and acknowledges after the commit (group commit). The thread
/// is the engine's own because a commit blocks for as long as the disk takes.
/// </summary>
internal sealed class StoreWriter : IDisposable
{
    /// <summary>Time after which a group takes no more; with the commit a transaction stays under 5 ms on a healthy disk.</summary>
    private static readonly TimeSpan MaxGroupTime = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(15);
    private readonly StoreFileSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly int _maxGroup;
    private readonly WriteQueue _queue;
    private readonly List<WriteRequest> _group = [];
    private readonly WriterTurns _turns = new();
    private readonly Thread _thread;
    private WriterTransaction? _transaction;

    public StoreWriter(StoreFileSettings settings, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _maxGroup = options.MaxGroupOperations;
        _queue = new WriteQueue(options.QueueCapacity);
        _transaction = WriterTransaction.Open(settings, time);
        Presence = new StoreFilePresence(settings);
        _thread = new Thread(Run) { IsBackground = true, Name = $"AgentFunctions store writer {settings.Name}" };
        _thread.Start();
    }

    /// <summary>Whether the file is still the one opened here.</summary>
    public StoreFilePresence Presence { get; }

    /// <summary>Queues a request; waits for room when the queue is full.</summary>
    public ValueTask EnqueueAsync(WriteRequest request, CancellationToken cancellationToken) => _queue.EnqueueAsync(request, cancellationToken);

    /// <summary>Finishes what is queued, folds the log into the file and closes it.</summary>
    public void Dispose()
    {
        if (!_queue.TryClose())
            return;
        if (!_thread.Join(DrainTime))
            StoreLog.WriterDidNotEnd(_logger, _settings.Name);
    }

    private void Run()
    {
        while (WaitForWork())
        {
            try
            {
                RunGroup();
            }
            catch (Exception exception)
            {
                // Whatever it is, callers get an answer and the loop lives on.
                FailGroup(exception);
            }
        }
        Close();
    }

    private bool WaitForWork()
    {
        if (_queue.HasRequests)
            return true;
        _turns.Rested();
        return _queue.Wait();
    }

    private void RunGroup()
    {
        if (!TakeNext())
            return;
        Presence.RequireNow();
        _transaction ??= WriterTransaction.Open(_settings, _time);
        var waited = _transaction.Begin();
        var started = TimeProvider.System.GetTimestamp();
        _group[0].Execute(_transaction.Rows);
        while (_group.Count < _maxGroup && TimeProvider.System.GetElapsedTime(started) < MaxGroupTime && TakeNext())
            _group[^1].Execute(_transaction.Rows);
        StoreEvents.Log.Committing(_settings.Name, _group.Count);
        _transaction.Commit();
        StoreEvents.Log.Committed(_settings.Name, _group.Count);
        foreach (var request in _group)
            request.Complete();
        FoldRequest[] folds = [.. _group.OfType<FoldRequest>()];
        _group.Clear();
        _turns.Committed(waited || _transaction.OthersWrote);
        if (folds.Length > 0)
            Fold(folds);
        else
            Checkpoint();
    }

    private bool TakeNext()
    {
        while (_queue.TryRead(out var request))
        {
            if (!request.TryTake())
                continue;
            _group.Add(request);
            return true;
        }
        return false;
    }

    private void Checkpoint()
    {
        try
        {
            _transaction!.CheckpointIfDue();
        }
        catch (SqliteException exception)
        {
            // Everything is in the log; the next checkpoint tries again.
            StoreLog.CheckpointFailed(_logger, _settings.Name, exception);
        }
    }

    private void Fold(FoldRequest[] folds)
    {
        var isFolded = false;
        try
        {
            isFolded = _transaction!.TryFold();
        }
        catch (SqliteException exception)
        {
            StoreLog.CheckpointFailed(_logger, _settings.Name, exception);
        }
        foreach (var fold in folds)
            fold.SetFolded(isFolded);
    }

    private void FailGroup(Exception exception)
    {
        if (!(_transaction?.TryRollback() ?? true) || exception is not SqliteException sqlite || SqliteErrors.PoisonsConnection(sqlite))
            Reopen();
        // All that queued up behind the failure would wait as long for the same answer.
        var backlog = _queue.Count;
        while (backlog-- > 0 && TakeNext())
        {
        }
        foreach (var request in _group)
        {
            request.Fail(exception switch
            {
                SqliteException known => SqliteErrors.ToUnavailable(known, _settings.Name),
                DocumentStoreUnavailableException unavailable => unavailable,
                _ => new DocumentStoreUnavailableException($"A write to the store file '{_settings.Name}' failed; nothing of it was written.", exception),
            });
        }
        var failed = _group.Count;
        _group.Clear();
        StoreLog.GroupFailed(_logger, _settings.Name, failed, exception);
    }

    private void Reopen()
    {
        try
        {
            _transaction?.Dispose();
        }
        catch (SqliteException exception)
        {
            StoreLog.CloseFailed(_logger, _settings.Name, exception);
        }
        _transaction = null;
    }

    private void Close()
    {
        try
        {
            _transaction?.CheckpointAll();
        }
        catch (SqliteException exception)
        {
            StoreLog.CheckpointFailed(_logger, _settings.Name, exception);
        }
        Reopen();
    }
}
