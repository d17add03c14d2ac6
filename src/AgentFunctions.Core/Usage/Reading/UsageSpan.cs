using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reading;

/// <summary>From when to when; the end is not included.</summary>
public sealed record UsageSpan(DateTimeOffset From, DateTimeOffset To)
{
    private static readonly TimeSpan Default = TimeSpan.FromDays(1);
    private const string Forms = "must be a time such as 2026-01-31T00:00:00Z, a day such as 2026-01-31, or a duration back from now such as 30d, 12h or 30m.";

    /// <summary>The span as it is given.</summary>
    public static Outcome<UsageSpan> Parse(string? from, string? to, DateTimeOffset now)
    {
        // Without an end, what is going on now is part of it.
        if (Time(to, now, now.AddTicks(1)) is not { } end) return ApiErrors.InvalidRequest("to", "to " + Forms);
        if (Time(from, now, Earlier(end, Default)) is not { } begin) return ApiErrors.InvalidRequest("from", "from " + Forms);
        return begin > end ? ApiErrors.InvalidRequest("from", "from lies after to.") : new UsageSpan(begin, end);
    }

    /// <summary>The span, rounded outwards to whole minutes, hours, days or months.</summary>
    internal static Outcome<UsageSpan> Parse(string? from, string? to, UsageQuery query, DateTimeOffset now)
    {
        var span = Parse(from, to, now);
        if (span.Value is not { From: var begin, To: var end }) return span;
        var kept = Kept(query);
        if (begin < now - kept) return ApiErrors.InvalidRequest("from", $"from goes further back than usage of this kind is kept: {kept.Days} days.");
        if (end > now.AddYears(1)) return ApiErrors.InvalidRequest("to", "to lies more than a year ahead.");
        return new UsageSpan(Floor(query.Granularity, begin), Ceiling(query.Granularity, end));
    }

    /// <summary>The begin of the row that a moment is in.</summary>
    internal static DateTimeOffset Floor(UsageGranularity granularity, DateTimeOffset at) => granularity switch
    {
        UsageGranularity.Minute => DateTimeOffset.FromUnixTimeSeconds(RollupTime.Floor(RollupLevel.Minute, at)),
        UsageGranularity.Day => DateTimeOffset.FromUnixTimeSeconds(RollupTime.Floor(RollupLevel.Day, at)),
        UsageGranularity.Month => new DateTimeOffset(at.UtcDateTime.Year, at.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero),
        _ => DateTimeOffset.FromUnixTimeSeconds(RollupTime.Floor(RollupLevel.Hour, at)),
    };

    private static DateTimeOffset Ceiling(UsageGranularity granularity, DateTimeOffset at)
    {
        var floor = Floor(granularity, at);
        if (floor == at) return floor;
        return granularity switch
        {
            UsageGranularity.Minute => floor.AddMinutes(1),
            UsageGranularity.Day => floor.AddDays(1),
            UsageGranularity.Month => floor.AddMonths(1),
            _ => floor.AddHours(1),
        };
    }

    private static TimeSpan Kept(UsageQuery query) => (query.Granularity, query.Family) switch
    {
        (UsageGranularity.Minute, _) => UsageRetention.Minutes,
        (_, RollupFamily.Run or RollupFamily.Session) => UsageRetention.Runs,
        _ => UsageRetention.Hours,
    };

    private static DateTimeOffset? Time(string? text, DateTimeOffset now, DateTimeOffset otherwise)
    {
        if (text is null) return otherwise;
        if (text.Contains('T', StringComparison.Ordinal))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)) return day;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return null;
        return text[^1] switch
        {
            'd' => Earlier(now, TimeSpan.FromDays(Math.Min(count, 1_000_000))),
            'h' => Earlier(now, TimeSpan.FromHours(Math.Min(count, 1_000_000))),
            'm' => Earlier(now, TimeSpan.FromMinutes(Math.Min(count, 1_000_000))),
            _ => null,
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset at, TimeSpan span) => at - DateTimeOffset.UnixEpoch > span ? at - span : DateTimeOffset.UnixEpoch;
}
