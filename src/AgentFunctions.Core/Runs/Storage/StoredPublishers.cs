namespace AgentFunctions.Core.Runs.Storage;

/// <summary>Who published the events that a run was told.</summary>
internal sealed record StoredPublishers(IReadOnlyList<string> People);
