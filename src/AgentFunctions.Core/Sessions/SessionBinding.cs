namespace AgentFunctions.Core.Sessions;

/// <summary>A call that names a session.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Agent">The agent that calls; sessions of two agents have nothing to do with each other.</param>
/// <param name="Team">Its team now.</param>
/// <param name="SessionId">Well formed.</param>
public readonly record struct SessionBinding(string TenantId, string Agent, string? Team, string SessionId);
