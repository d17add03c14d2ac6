namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>A counter of the ledger beside the usage of the same scope and window.</summary>
/// <param name="Scope"><c>agents/demo</c>.</param>
/// <param name="Unit"><c>usd</c> in nano-dollars, <c>tokens</c>, <c>requests</c>.</param>
/// <param name="Window"><c>day:2026-11-26</c>.</param>
/// <param name="Settled">What the ledger charged.</param>
/// <param name="Used">What the rollups say, with what is on its way to them.</param>
/// <param name="Status">What to make of it.</param>
public sealed record ReconciledCounter(string Scope, string Unit, string Window, long Settled, long Used, ReconciliationStatus Status)
{
    public long Difference => Used - Settled;
}
