namespace AgentFunctions.Core.Resources.Feed;

/// <summary>One change of a tenant's declared state.</summary>
/// <param name="Sequence">Counts the tenant's changes.</param>
/// <param name="At">When.</param>
/// <param name="By">Who, <c>operator/ops</c>.</param>
/// <param name="KeyId">Key that was presented.</param>
/// <param name="RequestId">Our id of the request.</param>
/// <param name="Resources">What changed, as far as the reader may see it.</param>
public sealed record TenantChange(long Sequence, DateTimeOffset At, string By, string? KeyId, string? RequestId, IReadOnlyList<TenantChangeEntry> Resources);
