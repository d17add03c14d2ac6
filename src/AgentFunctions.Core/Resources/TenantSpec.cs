namespace AgentFunctions.Core.Resources;

/// <summary>A tenant. Source: API.md, tenants.</summary>
public sealed record TenantSpec
{
    public string? DisplayName { get; set; }

    /// <summary>IANA name of the time zone that months of statements are in, <c>Europe/Berlin</c>; null: UTC.</summary>
    public string? TimeZone { get; set; }
}
