using System.Globalization;
using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Activity.Reading;

/// <summary>From when to when.</summary>
internal sealed record ActivitySpan(DateTimeOffset Since, DateTimeOffset Until)
{
    private static readonly TimeSpan Default = TimeSpan.FromHours(24);

    public long FirstHour => ActivityDocuments.HourOf(Since);

    public long LastHour => ActivityDocuments.HourOf(Until);

    /// <param name="since">RFC 3339, <c>7d</c>, <c>12h</c>, <c>30m</c> or <c>hh:mm:ss</c>; null: 24 hours.</param>
    /// <param name="now">The end.</param>
    public static Outcome<ActivitySpan> Parse(string? since, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(since)) return new ActivitySpan(now - Default, now);
        if (Begin(since, now) is not { } begin)
            return ApiErrors.InvalidRequest("since", "since must be a time such as 2026-01-31T00:00:00Z, or a duration such as 7d, 12h, 30m or 01:30:00.");
        if (begin > now) return ApiErrors.InvalidRequest("since", "since lies in the future.");
        return begin < now - ActivityRetention.Counters
            ? ApiErrors.InvalidRequest("since", $"Activity is kept for {ActivityRetention.Counters.Days} days; since goes further back.")
            : new ActivitySpan(begin, now);
    }

    private static DateTimeOffset? Begin(string since, DateTimeOffset now)
    {
        if (since.Contains('T', StringComparison.Ordinal))
            return DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
        if (since.Contains(':', StringComparison.Ordinal)) return TimeSpan.TryParseExact(since, "c", CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero ? Back(now, span.Ticks, 1) : null;
        if (!int.TryParse(since.AsSpan(0, since.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        return since[^1] switch
        {
            'd' => Back(now, count, TimeSpan.TicksPerDay),
            'h' => Back(now, count, TimeSpan.TicksPerHour),
            'm' => Back(now, count, TimeSpan.TicksPerMinute),
            _ => null,
        };
    }

    /// <summary>As far back as years go.</summary>
    private static DateTimeOffset Back(DateTimeOffset now, long count, long ticks) =>
        count > now.Ticks / ticks ? DateTimeOffset.MinValue : now.AddTicks(-count * ticks);
}
