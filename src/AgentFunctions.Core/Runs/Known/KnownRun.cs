using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Known;

/// <summary>What this process knows of one run, and when it was last seen here.</summary>
internal sealed class KnownRun(RunKey key, StoredRun run, long confirmedAt)
{
    private readonly Lock _gate = new();
    private StoredRun _run = run;
    private long _confirmedAt = confirmedAt;
    private long _seen;
    private bool _isForgotten;

    public RunKey Key => key;

    /// <summary>What the run and those above it may cost; never changes.</summary>
    public IReadOnlyList<StoredBudget> Budgets
    {
        get
        {
            lock (_gate) return _run.Budgets ?? [];
        }
    }

    /// <summary>The latest call of this process, in Unix milliseconds; 0 for none.</summary>
    public long LastSeen
    {
        get
        {
            lock (_gate) return _seen;
        }
    }

    /// <summary>What the store does not know yet; null for nothing.</summary>
    public long? Unwritten
    {
        get
        {
            lock (_gate) return _seen > _run.LastSeenAt && !_run.IsClosed ? _seen : null;
        }
    }

    /// <summary>
    /// Decides a call on what was read at most <paramref name="maxAge"/> ago. null where that is too old, and where the run would be due to be closed: then only the store can say which came first, the call or the closing.
    /// </summary>
    public StoredRun? Decide(long now, TimeProvider time, TimeSpan maxAge, long idle)
    {
        lock (_gate)
        {
            if (_isForgotten || time.GetElapsedTime(_confirmedAt) > maxAge) return null;
            return _run.IsClosed || _run.LastSeenAt + idle > now ? _run : null;
        }
    }

    /// <summary>A call of the run came; false where this is no longer the one to tell.</summary>
    public bool See(long now)
    {
        lock (_gate)
        {
            if (_isForgotten) return false;
            _seen = Math.Max(_seen, now);
            return true;
        }
    }

    /// <summary>What the store said; a reading that began before a closing does not open the run again, only a rewind does.</summary>
    public bool Confirm(StoredRun run, long confirmedAt)
    {
        lock (_gate)
        {
            if (_isForgotten) return false;
            if (_run.IsClosed && !run.IsClosed && _run.Entry == run.Entry && _run.Generation == run.Generation) return true;
            (_run, _confirmedAt) = (run, Math.Max(_confirmedAt, confirmedAt));
            return true;
        }
    }

    /// <summary>The store knows of a call then.</summary>
    public void Written(long lastSeenAt)
    {
        lock (_gate)
            if (lastSeenAt > _run.LastSeenAt) _run = _run with { LastSeenAt = lastSeenAt };
    }

    /// <summary>Forgets a run that nobody asked for since <paramref name="maxAge"/>, unless the store still has to hear of a call.</summary>
    public bool TryForget(TimeProvider time, TimeSpan maxAge)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_confirmedAt) <= maxAge || (_seen > _run.LastSeenAt && !_run.IsClosed)) return false;
            return _isForgotten = true;
        }
    }

    /// <summary>The store has no such run.</summary>
    public void Forget()
    {
        lock (_gate) _isForgotten = true;
    }
}
