using System.Globalization;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>Buckets of time, in UTC.</summary>
internal static class RollupTime
{
    public static long Seconds(RollupLevel level) => level switch { RollupLevel.Minute => 60, RollupLevel.Hour => 3600, _ => 86400 };

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
        level switch { RollupLevel.Minute => "yyyyMMddHHmm", RollupLevel.Hour => "yyyyMMddHH", _ => "yyyyMMdd" }, CultureInfo.InvariantCulture);

    /// <summary>Second part of the partition that holds a bucket.</summary>
    public static string Month(long bucket) => DateTimeOffset.FromUnixTimeSeconds(bucket).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Begin of the month after the bucket's.</summary>
    public static long NextMonth(long bucket)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(bucket);
        return new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1).ToUnixTimeSeconds();
    }
}
