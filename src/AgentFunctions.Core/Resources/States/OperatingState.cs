namespace AgentFunctions.Core.Resources.States;

/// <summary>Whether a tenant, team, agent, key, model or provider is in service. Ordered: of several on a path the highest counts.</summary>
public enum OperatingState
{
    Active,

    /// <summary>In service at a reduced rate.</summary>
    Throttled,

    /// <summary>New calls are refused; calls under way may end.</summary>
    Suspended,

    /// <summary>New calls are refused and calls under way are cut.</summary>
    Killed,
}
