using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Usage.Folding;

/// <summary>Which events can be added up.</summary>
internal static class FoldRules
{
    private const long MaxAmount = DocumentLimits.MaxInteger;

    /// <summary>No amount is negative or beyond what the store keeps exactly.</summary>
    public static bool AreSums(UsageEvent value)
    {
        var totals = UsageTotals.Of(value);
        for (var measure = UsageMeasure.Requests; measure <= UsageMeasure.Unpriced; measure++)
        {
            if (totals[measure] is < 0 or > MaxAmount) return false;
        }

        return true;
    }
}
