using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Budgets;

/// <summary>What is told once: of one counter, in one period, against one amount. A changed amount is a new matter.</summary>
/// <param name="TenantId">Where.</param>
/// <param name="Type">Type of the event.</param>
/// <param name="Scope">What the limit is on.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Period">See <see cref="WatchedLimit.Period"/>.</param>
/// <param name="Amount">The limit's amount.</param>
/// <param name="Threshold">Percent, where there are several; else 0.</param>
internal readonly record struct BudgetMark(string TenantId, string Type, LimitScope Scope, LimitUnit Unit, string Period, long Amount, int Threshold)
{
    public static BudgetMark Of(string tenantId, string type, WatchedLimit watched, int threshold = 0) =>
        new(tenantId, type, watched.Limit.Scope, watched.Limit.Unit, watched.Period, watched.Limit.Amount, threshold);
}
