namespace AgentFunctions.Embedded.Documents;

/// <summary>Expiry times as stored: Unix milliseconds, or null for never. A document is gone from that millisecond on.</summary>
internal static class DocumentExpiry
{
    public static bool IsPast(long? expires, long now) => expires <= now;

    public static long? After(TimeSpan? timeToLive, long now) => timeToLive is { } span ? now + (long)span.TotalMilliseconds : null;

    public static DateTimeOffset? ToTime(long? expires) => expires is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
