namespace AgentFunctions.Workflows.Agents.Activities;

internal sealed record RunStatusInput(string TenantId, string RunId, bool IsWaiting);
