namespace AgentFunctions.Workflows.Agents.Activities;

/// <param name="TenantId">Whose.</param>
/// <param name="RunId">Which run.</param>
/// <param name="Number">Of the step.</param>
/// <param name="Previous">The model step before; null for the first.</param>
/// <param name="Deadline">The provider is cancelled then.</param>
internal sealed record ModelStepInput(string TenantId, string RunId, int Number, string? Previous, DateTimeOffset? Deadline);
