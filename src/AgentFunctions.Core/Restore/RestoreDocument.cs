namespace AgentFunctions.Core.Restore;

/// <summary>A document of container <c>resources</c> as a restore sees it.</summary>
/// <param name="TenantId">Its partition.</param>
/// <param name="Id">Its id.</param>
/// <param name="Body">UTF-8 JSON object.</param>
/// <param name="ExpiresAt">null: never.</param>
public sealed record RestoreDocument(string TenantId, string Id, byte[] Body, DateTimeOffset? ExpiresAt);
