using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Identity;

/// <summary>An authenticated call: who, with which key, and the control-plane view on which it was decided.</summary>
/// <param name="Principal">Who.</param>
/// <param name="KeyId">Id of the key that was presented; never the key.</param>
/// <param name="Agent">The agent the call acts as: the key's own, or the one an operator named; null where the call acts for no agent.</param>
/// <param name="ControlPlane">Confirmed at most <see cref="ControlPlaneOptions.MaxStaleness"/> ago.</param>
public sealed record Caller(Principal Principal, string KeyId, Resource<AgentSpec>? Agent, ControlPlaneView ControlPlane)
{
    /// <summary>What the principal may do beyond its own surface; nothing for agents.</summary>
    public Access Access { get; init; } = Access.None;

    /// <summary>The agent's team, where it has one that is declared.</summary>
    public Resource<TeamSpec>? Team => Agent?.Spec.Team is { } team ? ControlPlane.Teams.GetValueOrDefault(team) : null;

    /// <summary>Who issued the agent's key and its secrets, <c>operator/ops</c>; nobody for keys of principals, for what the product or the bootstrap key issued, and for tokens.</summary>
    public IReadOnlyList<string> KeyIssuers { get; init; } = [];

    /// <summary>Ids and wildcards the key is restricted to, within what the agent may use; null: no restriction.</summary>
    public IReadOnlyList<string>? KeyModels { get; init; }

    /// <summary>Something on the call's path (tenant, team, agent, key) is throttled: its name, <c>agents/triage</c>; null where nothing is.</summary>
    public string? Throttled { get; init; }
}
