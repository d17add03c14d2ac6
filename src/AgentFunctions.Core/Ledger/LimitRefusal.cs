namespace AgentFunctions.Core.Ledger;

/// <summary>Why a reservation was refused, and by which limit.</summary>
/// <param name="Reason">Why.</param>
/// <param name="State">Where the limit stood; of <see cref="RefusalReason.HoldLost"/> a limit without a quota, for none refused.</param>
/// <param name="Wanted">What was asked of it.</param>
/// <param name="RetryAfter">When to come back; null where time does not help.</param>
public sealed record LimitRefusal(RefusalReason Reason, LimitState State, long Wanted, TimeSpan? RetryAfter);
