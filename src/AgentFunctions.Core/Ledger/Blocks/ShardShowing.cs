namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>When this process last showed its shard, and last drew in it.</summary>
internal sealed class ShardShowing
{
    private const long Never = -1;

    private readonly long _shownAt;
    private long _usedAt;

    public ShardShowing(long now) => _shownAt = _usedAt = now;

    /// <summary>false: it has to be shown before it is used.</summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="time">Reads timestamps.</param>
    /// <param name="longest">For so long it is found.</param>
    /// <param name="longestPause">After so long without use others may have found it empty.</param>
    public bool TryUse(long now, TimeProvider time, TimeSpan longest, TimeSpan longestPause)
    {
        var usedAt = Volatile.Read(ref _usedAt);
        if (usedAt == Never || time.GetElapsedTime(_shownAt, now) >= longest || time.GetElapsedTime(usedAt, now) >= longestPause) return false;
        Interlocked.CompareExchange(ref _usedAt, now, usedAt);
        return true;
    }

    public void Doubt() => Volatile.Write(ref _usedAt, Never);
}
