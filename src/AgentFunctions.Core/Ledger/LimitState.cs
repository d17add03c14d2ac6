using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger;

/// <summary>Where a limit stands in one window.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="WindowId"><c>day:2026-11-26</c>, <c>minute:2026-11-26T10:31</c>, <c>run:...</c>, <c>total</c>, <c>now</c> for concurrency.</param>
/// <param name="Settled">Charged.</param>
/// <param name="Held">Reserved by calls that run.</param>
/// <param name="Overrun">The part of <paramref name="Settled"/> that providers used beyond what they were asked to keep to.</param>
/// <param name="ResetsAt">When the window ends; null for windows that do not end by the clock.</param>
public sealed record LimitState(Limit Limit, string WindowId, long Settled, long Held, long Overrun, DateTimeOffset? ResetsAt)
{
    /// <summary>What another call may still reserve; never below 0.</summary>
    public long Remaining => Math.Max(0, Limit.Amount - Settled - Held);
}
