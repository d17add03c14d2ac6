namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>What the engine shows of an instance.</summary>
/// <param name="RunId">Which run it does.</param>
/// <param name="Steps">Steps numbered so far.</param>
/// <param name="Waiting">Calls that wait for people.</param>
internal sealed record AgentRunStatus(string RunId, int Steps, int Waiting);
