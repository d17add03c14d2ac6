namespace AgentFunctions.Workflows.Definitions.Activities;

/// <param name="TenantId">Whose.</param>
/// <param name="RunId">Which run.</param>
/// <param name="Part">Which part of the definition's text, from 0.</param>
internal sealed record LoadInput(string TenantId, string RunId, int Part);
