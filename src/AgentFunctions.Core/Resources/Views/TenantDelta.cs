using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>What to bring a snapshot up to date with.</summary>
/// <param name="IsWhole">Everything was read: what was known counts for nothing.</param>
/// <param name="Resources">Of the kinds held whole; tombstones for what is gone.</param>
/// <param name="Forgotten">Everything that changed, so that what was kept of it is dropped.</param>
internal sealed record TenantDelta(bool IsWhole, IReadOnlyCollection<StoredResource> Resources, List<(string Kind, string Id)> Forgotten);
