namespace AgentFunctions.Core.Runs.Storage;

/// <summary>What a run may cost with all runs within it.</summary>
/// <param name="Run">The run that the budget is of.</param>
/// <param name="Amount">Nano-dollars.</param>
internal sealed record StoredBudget(string Run, long Amount);
