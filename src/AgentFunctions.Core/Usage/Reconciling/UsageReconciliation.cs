namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>A comparison of ledger, events and rollups.</summary>
/// <param name="From">Begin of the span.</param>
/// <param name="To">End of the span, not included.</param>
/// <param name="CheckedAt">When it was made.</param>
/// <param name="Counters">How many counters were compared.</param>
/// <param name="PendingEvents">Events on their way: in the outbox, or in the log and not folded.</param>
/// <param name="Items">Counters that are not equal.</param>
public sealed record UsageReconciliation(DateTimeOffset From, DateTimeOffset To, DateTimeOffset CheckedAt, int Counters, int PendingEvents, IReadOnlyList<ReconciledCounter> Items);
