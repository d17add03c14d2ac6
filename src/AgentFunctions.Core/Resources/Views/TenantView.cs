using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Core.Subscriptions.Declaration;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>A snapshot of a tenant with the way to its agents and keys.</summary>
internal sealed class TenantView(TenantState state, string tenantId, TenantSnapshot snapshot, bool exists) : ControlPlaneView
{
    public TenantSnapshot Snapshot => snapshot;

    public override string TenantId => tenantId;

    public override bool TenantExists => exists;

    public override long Sequence => snapshot.Sequence;

    public override Resource<TenantSpec>? Tenant => snapshot.Tenants.GetValueOrDefault(tenantId);

    public override IReadOnlyDictionary<string, Resource<TeamSpec>> Teams => snapshot.Teams;

    public override IReadOnlyDictionary<string, Resource<ProviderSpec>> Providers => snapshot.Providers;

    public override IReadOnlyDictionary<string, Resource<ModelSpec>> Models => snapshot.Models;

    public override IReadOnlyDictionary<string, Resource<ToolSpec>> Tools => snapshot.Tools;

    public override IReadOnlyDictionary<string, Resource<SubscriptionSpec>> Subscriptions => snapshot.Subscriptions;

    public override IReadOnlyDictionary<string, Resource<PriceSpec>> Prices => snapshot.Prices;

    public override IReadOnlyDictionary<string, Resource<QuotaSpec>> Quotas => snapshot.Quotas;

    public override Resource<ModelSpec>? ResolveModel(string name)
    {
        if (snapshot.Models.TryGetValue(name, out var exact)) return exact;
        foreach (var wildcard in snapshot.WildcardModels)
        {
            if (name.AsSpan().StartsWith(wildcard.Id.AsSpan(0, wildcard.Id.Length - 1), StringComparison.Ordinal)) return wildcard;
        }

        return null;
    }

    public override Resource<PriceSpec>? ResolvePrice(string? priceId, string deployment)
    {
        var now = state.Time.GetUtcNow();
        if (priceId is null) return snapshot.PriceIndex.Find(deployment, now);
        return snapshot.Prices.TryGetValue(priceId, out var price) && PriceIndex.InEffect(price, now) ? price : null;
    }

    public override IReadOnlyList<Limit> ResolveLimits(in LimitPath path) => snapshot.LimitIndex.Resolve(path, state.Time.GetUtcNow());

    public override IReadOnlyList<Limit> ResolveProviderLimits(string provider, in LimitPath path) => snapshot.LimitIndex.ResolveProvider(provider, path, state.Time.GetUtcNow());

    public override IReadOnlyList<Limit> ResolveLimits(LimitScope scope, string? run) => snapshot.LimitIndex.Resolve(scope, run, state.Time.GetUtcNow());

    public override ValueTask<Resource<AgentSpec>?> FindAgentAsync(string agentId, CancellationToken cancellationToken) =>
        exists ? state.FindAgentAsync(agentId, cancellationToken) : new((Resource<AgentSpec>?)null);

    public ValueTask<KeyRecord?> FindKeyAsync(string keyId, CancellationToken cancellationToken) =>
        exists ? state.FindKeyAsync(keyId, cancellationToken) : new((KeyRecord?)null);

    public ValueTask<PrincipalRecord?> FindPrincipalAsync(string id, CancellationToken cancellationToken) =>
        exists ? state.FindPrincipalAsync(id, cancellationToken) : new((PrincipalRecord?)null);

    /// <summary>Ids of the agents that list a workload.</summary>
    public ValueTask<IReadOnlyList<string>> FindWorkloadAgentsAsync(string reference, CancellationToken cancellationToken) =>
        exists ? state.FindWorkloadAgentsAsync(reference, cancellationToken) : new([]);

    /// <summary>true when it is known, without reading, whether the principal exists.</summary>
    public bool TryGetPrincipal(ReadOnlySpan<char> id, out PrincipalRecord? principal) => state.TryGetPrincipal(id, out principal);

    /// <summary>true when it is known, without reading, whether the key exists.</summary>
    public bool TryGetKey(ReadOnlySpan<char> keyId, out KeyRecord? key) => state.TryGetKey(keyId, out key);

    /// <summary>true when it is known, without reading, whether the agent exists.</summary>
    public bool TryGetAgent(ReadOnlySpan<char> agentId, out Resource<AgentSpec>? agent) => state.TryGetAgent(agentId, out agent);
}
