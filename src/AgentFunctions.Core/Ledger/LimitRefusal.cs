namespace AgentFunctions.Core.Ledger;

/// <summary>The limit that refused a reservation.</summary>
/// <param name="Reason">Why.</param>
/// <param name="State">Where the limit stood.</param>
/// <param name="Wanted">What was asked of it.</param>
/// <param name="RetryAfter">When to come back; null where time does not help.</param>
public sealed record LimitRefusal(RefusalReason Reason, LimitState State, long Wanted, TimeSpan? RetryAfter);
