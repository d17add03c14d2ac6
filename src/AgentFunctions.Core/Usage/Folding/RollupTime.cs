using System.Globalization;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>Buckets of time, in UTC.</summary>
internal static class RollupTime
{
    // An hour to spare: a clock may be put forward at midnight.
    private const int FirstLocalMidnight = 15;
    private const int LastLocalMidnight = 14;

    public static long Seconds(RollupLevel level) => level switch { RollupLevel.Minute => 60, RollupLevel.Quarter => 900, RollupLevel.Hour => 3600, _ => 86400 };

    public static long Floor(RollupLevel level, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds();
        var length = Seconds(level);
        return seconds - (((seconds % length) + length) % length);
    }

    /// <summary>When rows of a bucket are no longer kept.</summary>
    public static DateTimeOffset EndOf(RollupLevel level, RollupFamily family, long bucket) => DateTimeOffset.FromUnixTimeSeconds(bucket + Seconds(level)) + (level, family) switch
    {
        (RollupLevel.Minute, _) => UsageRetention.Minutes,
        (_, RollupFamily.Run or RollupFamily.Session) => UsageRetention.Runs,
        _ => UsageRetention.Hours,
    };

    /// <summary>A bucket within an id: as many characters for each, so that ids sort by time.</summary>
    public static string Text(RollupLevel level, long bucket) => DateTimeOffset.FromUnixTimeSeconds(bucket).ToString(
        level switch { RollupLevel.Minute or RollupLevel.Quarter => "yyyyMMddHHmm", RollupLevel.Hour => "yyyyMMddHH", _ => "yyyyMMdd" }, CultureInfo.InvariantCulture);

    /// <summary>Second part of the partition that holds a bucket.</summary>
    public static string Month(long bucket) => DateTimeOffset.FromUnixTimeSeconds(bucket).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether some month may begin or end at that time somewhere: in local time that lies up to 14 hours before UTC's and up to 12 after, at a quarter of an hour. There rows by the quarter are kept, so that a month can be
    /// added up exactly in any time zone.
    /// </summary>
    public static bool IsNearMonthEnd(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return (utc.Day == 1 && utc.Hour < LastLocalMidnight) || (utc.Hour >= 24 - FirstLocalMidnight && utc.AddHours(FirstLocalMidnight).Month != utc.Month);
    }

    /// <summary>Begin of the month after the bucket's.</summary>
    public static long NextMonth(long bucket)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(bucket);
        return new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1).ToUnixTimeSeconds();
    }
}
