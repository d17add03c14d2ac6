namespace AgentFunctions.Core.Runs;

/// <summary>A call that names a run.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="Agent">The agent that calls.</param>
/// <param name="Team">Its team now.</param>
/// <param name="RunId">Well formed.</param>
/// <param name="Session">The session the call names too; kept with a run that it begins.</param>
public readonly record struct RunBinding(string TenantId, string Agent, string? Team, string RunId, string? Session);
