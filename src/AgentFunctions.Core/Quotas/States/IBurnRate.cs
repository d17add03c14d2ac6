using AgentFunctions.Core.Ledger;

namespace AgentFunctions.Core.Quotas.States;

/// <summary>Says when a limit will be used up if usage goes on as it does.</summary>
public interface IBurnRate
{
    /// <summary>The moment at which nothing will be left; now where nothing is left already; null when that is not before the window ends, or when nobody can tell.</summary>
    /// <param name="tenantId">Whose limit.</param>
    /// <param name="state">Where it stands now.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<DateTimeOffset?> ForecastAsync(string tenantId, LimitState state, CancellationToken cancellationToken);
}
