namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>The schema says it all.</summary>
internal sealed class TenantValidator : IResourceValidator<TenantSpec>
{
    public void Validate(string id, TenantSpec spec, TenantSpec? current, Findings findings)
    {
    }

    public IEnumerable<ResourceReference> References(TenantSpec spec) => [];
}
