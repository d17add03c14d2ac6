namespace AgentFunctions.Embedded.Workflows;

/// <summary>Wakes the loop that looks for work before its time: a timer is due, or places for activities became free.</summary>
internal sealed class WorkSignal : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private readonly SemaphoreSlim _poke = new(0, 1);
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _due = long.MaxValue;
    private bool _isDisposed;

    public WorkSignal(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static state => ((WorkSignal)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void FreePlaces() => Poke();

    /// <summary>Something is due then, Unix milliseconds; looks at that time at the latest.</summary>
    public void DueAt(long due)
    {
        lock (_lock)
        {
            if (_isDisposed || due >= _due)
                return;
            _due = due;
            var wait = TimeSpan.FromMilliseconds(Math.Max(0, due - _time.GetUtcNow().ToUnixTimeMilliseconds()));
            _timer.Change(wait < Longest ? wait : Longest, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Waits for a poke, at most for <paramref name="longest"/> by the system's clock.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _poke.WaitAsync(longest, cancellationToken);

    public void Dispose()
    {
        lock (_lock)
            _isDisposed = true;
        _timer.Dispose();
        _poke.Dispose();
    }

    private void Fire()
    {
        lock (_lock)
            _due = long.MaxValue;
        Poke();
    }

    private void Poke()
    {
        lock (_lock)
        {
            if (!_isDisposed && _poke.CurrentCount == 0)
                _poke.Release();
        }
    }
}
