namespace AgentFunctions.Core.Subscriptions.Scheduling;

/// <summary>Where a schedule stands. Times are Unix milliseconds.</summary>
internal sealed record StoredSchedule
{
    public int Format { get; init; } = 1;

    public required string Subscription { get; init; }

    /// <summary>The schedule it was made for: another one begins anew.</summary>
    public required string Rule { get; init; }

    /// <summary>The next time that was not looked at yet; 0: there is none.</summary>
    public required long Next { get; init; }

    /// <summary>The run of the latest time that had one.</summary>
    public string? LastRun { get; init; }

    /// <summary>A time whose run follows when that one is over; 0: none.</summary>
    public long Queued { get; init; }
}
