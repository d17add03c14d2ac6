namespace AgentFunctions.Core.Resources.History;

/// <summary>One page of versions, the newest first.</summary>
public sealed record ResourceVersionPage(IReadOnlyList<ResourceVersion> Items, string? NextCursor);
