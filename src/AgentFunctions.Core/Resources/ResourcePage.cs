namespace AgentFunctions.Core.Resources;

/// <summary>One page of a list, in order of id.</summary>
public sealed record ResourcePage(IReadOnlyList<ResourceEntry> Items, string? NextCursor);
