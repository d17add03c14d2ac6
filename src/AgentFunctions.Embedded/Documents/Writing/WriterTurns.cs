using AgentFunctions.Embedded.Documents.Sqlite;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>
/// Lets other processes write. SQLite's lock is not fair: a busy writer that begins again at once starves all others, who only poll. So after each commit this one pauses longer
/// than a poll while others were seen, and from time to time when it has not rested, since whoever is shut out cannot be seen.
/// </summary>
internal sealed class WriterTurns
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1.5);
    private static readonly TimeSpan OthersRemembered = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRun = TimeSpan.FromMilliseconds(25);
    private long _restedAt = TimeProvider.System.GetTimestamp();
    private long? _othersAt;

    /// <summary>The writer had nothing to do.</summary>
    public void Rested() => _restedAt = TimeProvider.System.GetTimestamp();

    /// <summary>A transaction ended; pauses if somebody else may want the lock.</summary>
    public void Committed(bool othersSeen)
    {
        var now = TimeProvider.System.GetTimestamp();
        if (othersSeen)
            _othersAt = now;
        var isShared = _othersAt is { } seen && TimeProvider.System.GetElapsedTime(seen, now) < OthersRemembered;
        if (!isShared && TimeProvider.System.GetElapsedTime(_restedAt, now) < LongestRun)
            return;
        ThreadPause.For(Pause);
        Rested();
    }
}
