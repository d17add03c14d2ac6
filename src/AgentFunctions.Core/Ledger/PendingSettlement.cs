using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>A settlement that the store did not take yet, and what follows from it.</summary>
internal sealed record PendingSettlement(Reservation Reservation, IReadOnlyList<AttemptUsage> Attempts, Func<ValueTask>? Then);
