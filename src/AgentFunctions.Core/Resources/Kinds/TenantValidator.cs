using AgentFunctions.Core.Statements;

namespace AgentFunctions.Core.Resources.Kinds;

/// <summary>A time zone that there is.</summary>
internal sealed class TenantValidator : IResourceValidator<TenantSpec>
{
    public void Validate(string id, TenantSpec spec, TenantSpec? current, Findings findings)
    {
        if (spec.TimeZone is { } zone && StatementZone.Find(zone) is null) findings.Add("spec.timeZone", StatementZone.Unknown);
    }

    public IEnumerable<ResourceReference> References(TenantSpec spec) => [];
}
