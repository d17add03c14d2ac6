namespace AgentFunctions.Core.Ledger;

/// <summary>What a settlement came to.</summary>
/// <param name="Outcome">Whether it was this call that charged.</param>
/// <param name="Overrun">How far the attempts went beyond the bound; zero for every target that keeps to its cap.</param>
public readonly record struct SettleResult(SettleOutcome Outcome, LedgerAmounts Overrun);
