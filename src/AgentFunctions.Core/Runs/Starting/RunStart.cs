namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Input of the workflows that do runs. Everything else is in the run document: an activity reads it with <see cref="IRunWork.FindAsync"/>.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="RunId">Which run.</param>
public sealed record RunStart(string TenantId, string RunId);
