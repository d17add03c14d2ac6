using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Agents;

/// <summary>
/// Callers for runs, which act as an agent without a key of their own. Made anew for every step, on what the control plane says at that moment, so that a kill or a withdrawn right holds for a run as it does for a key.
/// </summary>
public sealed class AgentCallers(IControlPlane controlPlane, TimeProvider time)
{
    /// <summary>The key of a caller that presented none. Limits on keys do not count it.</summary>
    public const string NoKey = "";

    /// <summary>The agent as a caller; refused where it, its team or its tenant is out of service or gone, or where that cannot be confirmed.</summary>
    public async ValueTask<Outcome<Caller>> FindAsync(string tenantId, string agentId, CancellationToken cancellationToken)
    {
        if (await controlPlane.GetViewAsync(tenantId, cancellationToken) is not { } view) return ApiErrors.ControlPlaneUnavailable;
        try
        {
            if (!view.TenantExists || await view.FindAgentAsync(agentId, cancellationToken) is not { } agent) return ApiErrors.NotFound("agent", $"agents/{agentId} does not exist any more.");
            var caller = new Caller(new Principal(tenantId, PrincipalKind.Agent, agentId), NoKey, null, view);
            var result = CallerFactory.As(caller, agent, null, isRecheck: false, time.GetUtcNow());
            return result.Caller is { } made ? made : result.Error ?? ApiErrors.InvalidApiKey;
        }
        catch (DocumentStoreUnavailableException)
        {
            return ApiErrors.ControlPlaneUnavailable;
        }
    }
}
