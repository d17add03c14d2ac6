namespace AgentFunctions.Embedded.Documents.Sqlite;

/// <summary>
/// Bounded polling for a lock that another process holds. Real, monotonic time, whatever clock is injected: it measures the disk and the neighbours, not the application's day.
/// </summary>
internal readonly struct PollDeadline
{
    /// <summary>SQLite's own busy handler backs off to 100 ms; polling each millisecond keeps several processes fair.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(1);
    private readonly long _started;
    private readonly TimeSpan _limit;

    private PollDeadline(TimeSpan limit)
    {
        _started = TimeProvider.System.GetTimestamp();
        _limit = limit;
    }

    public bool IsPast => TimeProvider.System.GetElapsedTime(_started) >= _limit;

    public static PollDeadline After(TimeSpan limit) => new(limit);

    /// <summary>Blocks the calling thread for about a millisecond; for the writer's own thread and for opening files.</summary>
    public static void Pause() => ThreadPause.For(Interval);
}
