using AgentFunctions.Core.Ledger.Throttling;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger;

/// <summary>Why a limit refuses, by where it stands.</summary>
internal static class LimitRefusals
{
    /// <summary>A window that ends later than this is not worth waiting for. Source: DESIGN, section 6.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(120);

    /// <summary>When room comes back as soon as running calls end.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    private static readonly LimitState NoLimit = new(new Limit("", LimitScope.Tenant, LimitUnit.Concurrent, LimitWindow.None, 0, LimitMode.Enforce), "now", 0, 0, 0, null);

    /// <summary>The hold is not as this process left it: it was charged as that of a call that ended. Nothing more may be tried on it.</summary>
    public static LimitRefusal HoldLost() => new(RefusalReason.HoldLost, NoLimit, 0, ShortWait);

    public static LimitRefusal Of(LimitState state, long wanted, DateTimeOffset now)
    {
        var limit = state.Limit;
        if (ThrottleLimit.Is(limit)) return new LimitRefusal(RefusalReason.Throttled, state, wanted, ShortWait);
        if (wanted > limit.Amount) return new LimitRefusal(RefusalReason.ExceedsLimit, state, wanted, null);
        if (limit.Unit == LimitUnit.Concurrent) return new LimitRefusal(RefusalReason.Concurrency, state, wanted, ShortWait);
        if (state.Settled + wanted <= limit.Amount) return new LimitRefusal(RefusalReason.Busy, state, wanted, ShortWait);
        if (state.ResetsAt is not { } end || end - now > LongestWait) return new LimitRefusal(RefusalReason.Exhausted, state, wanted, null);
        return new LimitRefusal(RefusalReason.Busy, state, wanted, end - now > ShortWait ? end - now : ShortWait);
    }
}
