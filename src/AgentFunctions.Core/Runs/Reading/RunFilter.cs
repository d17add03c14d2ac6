namespace AgentFunctions.Core.Runs.Reading;

/// <summary>Which runs; null for any.</summary>
public sealed record RunFilter(string? Agent, string? Session, RunStatus? Status);
