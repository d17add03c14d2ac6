namespace AgentFunctions.Core.Notifications;

/// <summary>When a delivery that failed is tried again. Source: the retry recommendations of Standard Webhooks 1.0.0.</summary>
public static class RetrySchedule
{
    /// <summary>After this a delivery is dead.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    /// <summary>Delays vary by as much as this to either side, so that what failed together does not come back together.</summary>
    public const double Jitter = 0.2;

    private static readonly TimeSpan[] Delays =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6),
    ];

    /// <summary>The next attempt, or null when it is time to give up. The last attempt falls on the end of the time, however far apart attempts have become.</summary>
    /// <param name="attempts">Attempts made, at least 1.</param>
    /// <param name="createdAt">When the delivery was created.</param>
    /// <param name="now">When the attempt failed.</param>
    /// <param name="retryAfter">What the receiver asked for, or null.</param>
    /// <param name="random">From 0 to 1, places the delay within its jitter.</param>
    public static DateTimeOffset? Next(int attempts, DateTimeOffset createdAt, DateTimeOffset now, TimeSpan? retryAfter, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        var end = createdAt + GiveUpAfter;
        if (now >= end) return null;
        var delay = Delays[Math.Min(attempts, Delays.Length) - 1] * (1 - Jitter + (2 * Jitter * random));
        if (retryAfter > delay) delay = retryAfter.Value;
        return delay >= end - now ? end : now + delay;
    }
}
