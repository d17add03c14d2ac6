namespace AgentFunctions.Core.Ledger;

/// <summary>What a reservation stood at, to go back to when a write is refused.</summary>
internal readonly record struct ReservationMark(IReadOnlyList<HeldLine> Lines, int Attempt, string? Provider, LedgerAmounts Bound);
