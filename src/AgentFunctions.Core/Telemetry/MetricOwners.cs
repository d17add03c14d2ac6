using System.Collections.Concurrent;
using System.Diagnostics;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Telemetry;

/// <summary>
/// The tenants and teams that series are told apart by. A process keeps so many of them: beyond that a tenant's further teams share <c>_other</c>, and further tenants too. No tenant and no team can have that name, and
/// only the platform sees the series of several tenants.
/// </summary>
public sealed class MetricOwners
{
    public const string Other = "_other";

    private const int MaxOwners = 1000;
    private const int MaxTenants = 200;

    private readonly ConcurrentDictionary<MetricOwner, MetricOwner> _owners = new();
    private readonly ConcurrentDictionary<string, bool> _tenants = new(StringComparer.Ordinal);

    /// <summary>Of a call: its tenant, and the team of the agent it acts as.</summary>
    public MetricOwner Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return Of(caller.Principal.TenantId, caller.Agent?.Spec.Team);
    }

    /// <summary>Of usage.</summary>
    public MetricOwner Of(string tenantId, string? team)
    {
        var asked = new MetricOwner(tenantId, team ?? "");
        return _owners.TryGetValue(asked, out var known) ? known : Admit(asked);
    }

    /// <summary>Adds whose call it is to the attributes of a measurement.</summary>
    public void Tag(ref TagList tags, Caller caller)
    {
        var owner = Of(caller);
        tags.Add(TelemetryAttributes.MetricTenant, owner.Tenant);
        tags.Add(TelemetryAttributes.MetricTeam, owner.Team);
    }

    private MetricOwner Admit(MetricOwner asked)
    {
        // Two calls at once may pass the limit by one; it need not be exact.
        if (!_tenants.ContainsKey(asked.Tenant))
        {
            if (_tenants.Count >= MaxTenants) return new MetricOwner(Other, Other);
            _tenants.TryAdd(asked.Tenant, true);
        }

        return _owners.Count >= MaxOwners ? asked with { Team = Other } : _owners.GetOrAdd(asked, asked);
    }
}
