namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>A run within a run that is to end because the run around it does.</summary>
internal sealed record RunCancellation(string TenantId, string RunId, string Reason);
