namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>What the calls of a run to one model came to.</summary>
/// <param name="Model">The declared model; null where the call had none, as calls of tools.</param>
/// <param name="Usage">Sums.</param>
public sealed record RunModelUsage(string? Model, RunUsage Usage);
