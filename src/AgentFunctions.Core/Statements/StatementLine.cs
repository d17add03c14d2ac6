using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Statements;

/// <summary>A line of a statement.</summary>
/// <param name="Month">Of an adjustment: the closed month it corrects, <c>2026-10</c>; null for the month's own usage.</param>
/// <param name="Key">What it is for.</param>
/// <param name="Totals">Sums; of an adjustment differences, which may be below 0.</param>
public sealed record StatementLine(string? Month, StatementKey Key, UsageTotals Totals);
