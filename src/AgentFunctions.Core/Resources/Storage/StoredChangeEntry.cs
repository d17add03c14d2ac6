namespace AgentFunctions.Core.Resources.Storage;

/// <summary>One resource of a change.</summary>
internal sealed record StoredChangeEntry(string Kind, string Id, long Version, string Operation, string? Team);
