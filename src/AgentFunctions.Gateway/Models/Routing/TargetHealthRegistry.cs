using System.Collections.Concurrent;

namespace AgentFunctions.Gateway.Models.Routing;

/// <summary>The health of every target this process has used, by tenant, provider and deployment.</summary>
internal sealed class TargetHealthRegistry(TimeProvider time)
{
    private const int PruneAbove = 4096;

    private readonly ConcurrentDictionary<(string Tenant, string Provider, string Deployment), TargetHealth> _targets = new();

    public TargetHealth Get(string tenantId, string provider, string deployment)
    {
        if (_targets.TryGetValue((tenantId, provider, deployment), out var health)) return health;
        if (_targets.Count >= PruneAbove) Prune();
        return _targets.GetOrAdd((tenantId, provider, deployment), static (_, time) => new TargetHealth(time), time);
    }

    // Wildcard models take deployment names from callers, so the table must not grow with what callers invent.
    private void Prune()
    {
        foreach (var (key, health) in _targets)
            if (health.IsIdle) _targets.TryRemove(key, out _);
    }
}
