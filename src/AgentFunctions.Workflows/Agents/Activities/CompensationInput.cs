using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Looks for the latest call before a place that took effect and can be undone.</summary>
internal sealed record CompensationInput(string TenantId, string RunId, CompensationCursor From);
