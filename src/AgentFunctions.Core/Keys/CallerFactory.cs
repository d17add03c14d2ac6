using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Resources.Views;

namespace AgentFunctions.Core.Keys;

/// <summary>Makes callers of keys that hold, and refuses those whose key, agent, team or tenant is out of service.</summary>
internal static class CallerFactory
{
    /// <summary>A key whose agent is gone opens nothing.</summary>
    public static AuthenticationResult ForAgent(in PresentedCredential credential, KeyRecord key, Resource<AgentSpec>? agent, TenantView view, DateTimeOffset now) =>
        agent is null ? ApiErrors.InvalidApiKey : As(new Caller(new Principal(key.TenantId, PrincipalKind.Agent, agent.Id), key.KeyId, null, view) { KeyModels = key.Models, KeyIssuers = key.Issuers }, agent, key, credential.IsRecheck, now);

    /// <summary>The caller acting as an agent, if nothing on the path is out of service.</summary>
    public static AuthenticationResult As(Caller caller, Resource<AgentSpec> agent, KeyRecord? key, bool isRecheck, DateTimeOffset now)
    {
        var view = caller.ControlPlane;
        string? throttled = null;
        if (Refusal(view.Tenant?.State, "tenants", view.TenantId, isRecheck, now, ref throttled) is { } tenant) return tenant;
        if (agent.Spec.Team is { } teamId && view.Teams.TryGetValue(teamId, out var team) && Refusal(team.State, "teams", teamId, isRecheck, now, ref throttled) is { } refusedTeam) return refusedTeam;
        if (Refusal(agent.State, "agents", agent.Id, isRecheck, now, ref throttled) is { } refused) return refused;
        if (Refusal(key?.State, "keys", key?.KeyId ?? "", isRecheck, now, ref throttled) is { } refusedKey) return refusedKey;
        return caller with { Agent = agent, Throttled = throttled };
    }

    /// <summary>The caller as the agent it names, if it names one and may.</summary>
    public static async ValueTask<AuthenticationResult> ActAsync(PresentedCredential credential, Caller? caller, KeyRecord? key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A key whose principal is gone opens nothing.
        if (caller is null) return ApiErrors.InvalidApiKey;
        if (Refusal(key, credential.IsRecheck, now) is { } refused) return refused;
        if (string.IsNullOrEmpty(credential.Agent)) return caller;
        if (!caller.Access.Has(AccessScopes.AgentsAct)) return ApiErrors.NotEntitled("This key may not act as an agent. Leave the header 'x-agent-id' out.");
        var agent = await caller.ControlPlane.FindAgentAsync(credential.Agent, cancellationToken);
        if (agent is null || !caller.Access.Covers(AccessScopes.AgentsAct, agent.Spec.Team)) return ApiErrors.NotFound("x-agent-id", "This agent does not exist in the tenant.");
        return As(caller, agent, key, credential.IsRecheck, now);
    }

    /// <summary>Why a principal's key is out of service, or null.</summary>
    public static ApiError? Refusal(KeyRecord? key, bool isRecheck, DateTimeOffset now)
    {
        string? throttled = null;
        return Refusal(key?.State, "keys", key?.KeyId ?? "", isRecheck, now, ref throttled);
    }

    private static ApiError? Refusal(ResourceState? state, string kind, string id, bool isRecheck, DateTimeOffset now, ref string? throttled)
    {
        switch (ResourceState.Of(state, now))
        {
            case OperatingState.Active:
                return null;
            case OperatingState.Throttled:
                throttled ??= $"{kind}/{id}";
                return null;
            case OperatingState.Suspended when isRecheck:
                return null;
            default:
                return StateErrors.OutOfService(kind, id, state!);
        }
    }
}
