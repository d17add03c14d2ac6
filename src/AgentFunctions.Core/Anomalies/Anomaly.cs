using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Anomalies;

/// <summary>Spending far beyond the usual.</summary>
/// <param name="TenantId">Where.</param>
/// <param name="Spender">Who.</param>
/// <param name="Team">The agent's, at the latest call.</param>
/// <param name="WindowStart">Begin of the five minutes.</param>
/// <param name="Observed">Spent in them.</param>
/// <param name="Usual">The upper end of what is usual.</param>
/// <param name="IsCritical">Beyond the larger factor.</param>
internal sealed record Anomaly(string TenantId, Spender Spender, string? Team, DateTimeOffset WindowStart, NanoDollars Observed, NanoDollars Usual, bool IsCritical)
{
    /// <summary>How many times the usual, one decimal.</summary>
    public decimal Factor => Math.Round((decimal)Observed.Value / Math.Max(1, Usual.Value), 1, MidpointRounding.ToZero);
}
