namespace AgentFunctions.Core.Subscriptions.Declaration;

/// <summary>When a schedule is due. docs/events.md says what becomes of missed times, of overlaps and of changes of the clocks.</summary>
public sealed record ScheduleSpec
{
    /// <summary>Minute, hour, day of month, month, day of week, or a macro such as <c>@hourly</c>.</summary>
    public required string Cron { get; init; }

    /// <summary>IANA name, <c>Europe/Berlin</c>; default UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>What becomes of times at which no process was there: <c>skip</c>, <c>latest</c> (default) or <c>all</c>.</summary>
    public string Missed { get; set; } = MissedPolicies.Latest;

    /// <summary>Of all missed times the latest ones that are made up for; default 10, 1 to 100.</summary>
    public int MaxMissed { get; set; } = 10;

    /// <summary>What happens while the run before is still open: <c>skip</c> (default), <c>allow</c>, <c>queueOne</c> or <c>terminatePrevious</c>.</summary>
    public string Overlap { get; set; } = OverlapPolicies.Skip;
}
