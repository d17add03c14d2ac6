namespace AgentFunctions.Core.Identity;

/// <summary>Well-known tenants.</summary>
public static class Tenants
{
    /// <summary>The tenant that always exists.</summary>
    public const string Default = "default";
}
