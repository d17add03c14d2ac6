using AgentFunctions.Core.Ledger;

namespace AgentFunctions.Core.Quotas.States;

/// <summary>What was settled, spread evenly over the part of the window that has passed. Windows that do not follow the clock have no such part.</summary>
internal sealed class LinearBurnRate(TimeProvider time) : IBurnRate
{
    public ValueTask<DateTimeOffset?> ForecastAsync(string tenantId, LimitState state, CancellationToken cancellationToken) => new(Forecast(state, time.GetUtcNow()));

    private static DateTimeOffset? Forecast(LimitState state, DateTimeOffset now)
    {
        if (state.Limit.Unit == LimitUnit.Concurrent || state.Settled <= 0) return null;
        var left = state.Limit.Amount - state.Settled;
        if (left <= 0) return now;
        if (LimitWindows.StartsAt(state.Limit.Window, now) is not { } start || LimitWindows.EndsAt(state.Limit.Window, now) is not { } end) return null;

        // In doubles: a forecast needs no nano-dollars, and the ticks of a month times an amount do not fit a long.
        var ticks = (double)(now - start).Ticks * left / state.Settled;
        return ticks < (end - now).Ticks ? now.AddTicks((long)ticks) : null;
    }
}
