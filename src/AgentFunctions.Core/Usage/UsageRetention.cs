namespace AgentFunctions.Core.Usage;

/// <summary>How long usage is kept, from the end of its minute, hour or day.</summary>
public static class UsageRetention
{
    public static readonly TimeSpan Minutes = TimeSpan.FromDays(3);

    /// <summary>Hours and days, end users and tags.</summary>
    public static readonly TimeSpan Hours = TimeSpan.FromDays(400);

    /// <summary>Single runs and sessions, of which there are many.</summary>
    public static readonly TimeSpan Runs = TimeSpan.FromDays(90);

    /// <summary>
    /// What was folded of an attempt, from the last time. Holds and estimates live 7 days each at most and the log keeps events for 7: no revision and no replay comes later.
    /// </summary>
    internal static readonly TimeSpan Attempts = TimeSpan.FromDays(24);
}
