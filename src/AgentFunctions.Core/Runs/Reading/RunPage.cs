namespace AgentFunctions.Core.Runs.Reading;

/// <summary>A page of runs, newest first.</summary>
public sealed record RunPage(IReadOnlyList<Run> Items, string? NextCursor);
