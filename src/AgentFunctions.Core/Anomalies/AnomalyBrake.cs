using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.Core.Anomalies;

/// <summary>Throttles the agent of an anomaly for an hour. What an operator set stays as it is, and operators lift this like a state of their own.</summary>
internal sealed class AnomalyBrake(ResourceStates states, TimeProvider time)
{
    private static readonly TimeSpan Duration = TimeSpan.FromHours(1);

    public async ValueTask PullAsync(Anomaly anomaly, CancellationToken cancellationToken)
    {
        var actor = new Actor(anomaly.TenantId, Access.Of(PrincipalKind.Operator, []), "system");
        var reason = $"Unusual spending: {anomaly.Spender} spent {anomaly.Observed} USD in five minutes, usual are at most {anomaly.Usual} USD.";

        // Refused where the agent is gone: then there is nothing to hold back.
        await states.SetAsync(actor, ResourceKinds.Agents, anomaly.Spender.Agent, new StateChange(OperatingState.Throttled, reason, time.GetUtcNow() + Duration) { OnlyIfActive = true }, cancellationToken);
    }
}
