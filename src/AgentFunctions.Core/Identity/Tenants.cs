namespace AgentFunctions.Core.Identity;

/// <summary>Well-known tenants.</summary>
public static class Tenants
{
    /// <summary>The tenant that always exists.</summary>
    public const string Default = "default";

    /// <summary>Partition of what belongs to no tenant: the directory of tenants, leases of jobs. No tenant can have this id.</summary>
    public const string System = "_system";
}
