namespace AgentFunctions.Core.Resources.Feed;

/// <summary>One page of changes, the oldest first.</summary>
public sealed record TenantChangePage(IReadOnlyList<TenantChange> Items, string? NextCursor);
