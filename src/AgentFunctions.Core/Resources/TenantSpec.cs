namespace AgentFunctions.Core.Resources;

/// <summary>A tenant. Source: API.md, tenants.</summary>
public sealed record TenantSpec
{
    public string? DisplayName { get; set; }
}
