using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>A counter that can be compared.</summary>
/// <param name="Id">Its document.</param>
/// <param name="Scope">As it is written.</param>
/// <param name="Limited">The same, taken apart.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Window">Over which time.</param>
/// <param name="Settled">What was charged.</param>
internal sealed record LedgerCounter(string Id, string Scope, LimitScope Limited, LimitUnit Unit, ReconciledWindow Window, long Settled)
{
    public RollupFamily Family => Limited.Kind switch
    {
        LimitScopeKind.Run => RollupFamily.Run,
        LimitScopeKind.Session => RollupFamily.Session,
        _ => RollupFamily.Base,
    };

    /// <summary>What the ledger charges of usage. Of providers every attempt counts. Source: docs/limits.md.</summary>
    public long Of(UsageTotals totals) => Unit switch
    {
        LimitUnit.Usd => totals[UsageMeasure.Cost],
        LimitUnit.Tokens => totals.Tokens,
        _ => totals[Limited.Kind == LimitScopeKind.Provider ? UsageMeasure.Attempts : UsageMeasure.Requests],
    };
}
