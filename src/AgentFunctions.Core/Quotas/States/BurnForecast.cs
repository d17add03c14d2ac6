using AgentFunctions.Core.Ledger;

namespace AgentFunctions.Core.Quotas.States;

/// <summary>
/// When a limit will be used up at the pace of the last hour. The pace is the mean of what was consumed, weighted by age: what is <see cref="HalfLife"/> old counts half. The formula stands in docs/limits.md.
/// </summary>
internal static class BurnForecast
{
    /// <summary>How far back is looked.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromHours(1);

    public static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(10);

    /// <summary>What lies further ahead is no forecast.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    /// <summary>The moment; now where nothing is left; null when it is not before the window ends or cannot be told.</summary>
    /// <param name="state">Where the limit stands.</param>
    /// <param name="recent">Consumption of the last hour, in the limit's unit; spans with none may be left out.</param>
    /// <param name="length">Of the spans: what they were added up over.</param>
    /// <param name="now">The moment it is asked.</param>
    public static DateTimeOffset? Of(LimitState state, IReadOnlyDictionary<DateTimeOffset, long> recent, TimeSpan length, DateTimeOffset now)
    {
        if (state.Limit.Unit == LimitUnit.Concurrent) return null;
        var left = state.Limit.Amount - state.Settled;
        if (left <= 0) return now;
        var pace = PerTick(recent, length, now);
        if (pace <= 0) return null;
        var ticks = left / pace;
        var end = state.ResetsAt ?? now + Furthest;
        return ticks < (end - now).Ticks ? now.AddTicks((long)ticks) : null;
    }

    /// <summary>In doubles: a forecast needs no nano-dollars.</summary>
    private static double PerTick(IReadOnlyDictionary<DateTimeOffset, long> recent, TimeSpan length, DateTimeOffset now)
    {
        var (consumed, time) = (0d, 0d);
        for (var from = Floor(now - Horizon, length); from < now; from += length)
        {
            // The span that is not over counts as long as it has lasted.
            var to = from + length < now ? from + length : now;
            var age = now - (from + ((to - from) / 2));
            var weight = Math.Pow(2, -(age / HalfLife));
            consumed += weight * recent.GetValueOrDefault(from);
            time += weight * (to - from).Ticks;
        }

        return time > 0 ? consumed / time : 0;
    }

    private static DateTimeOffset Floor(DateTimeOffset at, TimeSpan length) => new(at.UtcTicks - (at.UtcTicks % length.Ticks), TimeSpan.Zero);
}
