namespace AgentFunctions.Core.Notifications;

/// <summary>A key with an end.</summary>
/// <param name="TenantId">Owner.</param>
/// <param name="KeyId">Id of the key; never the key.</param>
/// <param name="Team">Team of the key's agent, or null.</param>
/// <param name="ExpiresAt">When it ends.</param>
public readonly record struct ExpiringKey(string TenantId, string KeyId, string? Team, DateTimeOffset ExpiresAt);
