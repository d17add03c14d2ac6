namespace AgentFunctions.Core.Resources;

/// <summary>A declared resource with its typed spec.</summary>
/// <param name="TenantId">Owner.</param>
/// <param name="Id">Id within its kind.</param>
/// <param name="Spec">What was declared, defaults applied.</param>
/// <param name="ETag">Changes with every write.</param>
/// <param name="Version">1, 2, 3...: counts the writes of this resource.</param>
public sealed record Resource<TSpec>(string TenantId, string Id, TSpec Spec, string ETag, long Version)
    where TSpec : class
{
    /// <summary>ETag of the write that gave it its spec: what runs pin and people approve. Changes of its state leave it as it is.</summary>
    public string SpecETag { get; init; } = ETag;

    /// <summary>Version of that write.</summary>
    public long SpecVersion { get; init; } = Version;

    /// <summary>Set by an operator; null: active.</summary>
    public States.ResourceState? State { get; init; }

    /// <summary>The set that owns it; null: nobody's.</summary>
    public string? ManagedBy { get; init; }
}
