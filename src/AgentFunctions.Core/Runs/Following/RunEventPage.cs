namespace AgentFunctions.Core.Runs.Following;

/// <summary>A page of events, oldest first.</summary>
public sealed record RunEventPage(IReadOnlyList<RunEvent> Items, string? NextCursor);
