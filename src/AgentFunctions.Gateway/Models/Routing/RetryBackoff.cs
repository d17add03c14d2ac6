namespace AgentFunctions.Gateway.Models.Routing;

/// <summary>How long to wait before the same target is tried again.</summary>
internal static class RetryBackoff
{
    private static readonly TimeSpan Base = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    /// <summary>Longest wish of a provider that is waited for; a longer one fails over instead.</summary>
    public static readonly TimeSpan LongestHonoured = TimeSpan.FromSeconds(3);

    /// <summary>The provider's own wish when it is short, else half to all of a doubling step; null: do not try this target again now.</summary>
    public static TimeSpan? Delay(int retry, TimeSpan? retryAfter, Func<double> random)
    {
        if (retryAfter > LongestHonoured) return null;
        if (retryAfter is { } wish) return wish;
        var step = TimeSpan.FromTicks(Math.Min(Base.Ticks << Math.Min(retry, 8), Most.Ticks));
        return step * (0.5 + (random() / 2));
    }
}
