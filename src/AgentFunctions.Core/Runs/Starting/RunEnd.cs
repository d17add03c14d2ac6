namespace AgentFunctions.Core.Runs.Starting;

/// <summary>What the workflow of a run returns, to a parent above all. Output and error are in the run document: they can be large.</summary>
/// <param name="RunId">Which run.</param>
/// <param name="Status">How it was closed; a name of <see cref="RunStatuses"/>.</param>
public sealed record RunEnd(string RunId, string Status);
