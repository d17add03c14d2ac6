using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>A settlement that the store did not take yet.</summary>
internal sealed record PendingSettlement(Reservation Reservation, IReadOnlyList<AttemptUsage> Attempts, Func<SettleResult, ValueTask>? Then)
{
    /// <summary>What it came to, once the store took it: only <see cref="Then"/> is left to do.</summary>
    public SettleResult? Result { get; init; }
}
