using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas.States;

namespace AgentFunctions.Http.Tests.Quotas;

/// <summary>A forecast that a test sets.</summary>
internal sealed class ScriptedBurnRate : IBurnRate
{
    public DateTimeOffset? ExhaustedAt { get; set; }

    public ValueTask<DateTimeOffset?> ForecastAsync(string tenantId, LimitState state, CancellationToken cancellationToken) => new(ExhaustedAt);
}
