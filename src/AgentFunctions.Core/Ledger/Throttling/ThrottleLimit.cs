using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger.Throttling;

/// <summary>One call at a time for what an operator throttled: a limit that nobody declared, on the same counter as declared ones on calls at the same time.</summary>
internal static class ThrottleLimit
{
    // No quota has it.
    private const string NoQuota = "";

    public static Limit Of(LimitScope scope) => new(NoQuota, scope, LimitUnit.Concurrent, LimitWindow.None, 1, LimitMode.Enforce);

    public static bool Is(Limit limit) => limit.QuotaId.Length == 0;
}
