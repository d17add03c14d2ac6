namespace AgentFunctions.Core.Usage.Folding;

/// <summary>A row: what it adds up, and the sums.</summary>
internal sealed class RollupRow(RollupKey key, UsageTotals totals)
{
    public RollupKey Key => key;

    public UsageTotals Totals => totals;
}
