using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <param name="TenantId">Whose.</param>
/// <param name="RunId">Which run.</param>
/// <param name="Fault">Why.</param>
/// <param name="Rewinds">Rewinds of the run when it failed.</param>
internal sealed record FailRunInput(string TenantId, string RunId, RunFault Fault, long Rewinds);
