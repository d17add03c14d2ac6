namespace AgentFunctions.Core.Identity;

/// <summary>An authenticated identity: (tenant, kind, id).</summary>
public sealed record Principal(string TenantId, PrincipalKind Kind, string Id);
