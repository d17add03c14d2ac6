using System.Collections.Frozen;
using System.Collections.Immutable;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Core.Subscriptions.Declaration;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>A tenant's own resource, teams, providers, models, tools, subscriptions, prices and quotas at one sequence.</summary>
internal sealed class TenantSnapshot
{
    public static readonly TenantSnapshot Empty = new();

    /// <summary>The kinds that are held whole.</summary>
    public static readonly FrozenSet<string> Kinds = new[]
    {
        ResourceKinds.TenantKind.Name, ResourceKinds.TeamKind.Name, ResourceKinds.ProviderKind.Name, ResourceKinds.ModelKind.Name, ResourceKinds.PriceKind.Name,
        ResourceKinds.QuotaKind.Name, ResourceKinds.ToolKind.Name, ResourceKinds.SubscriptionKind.Name,
    }.ToFrozenSet(StringComparer.Ordinal);

    public long Sequence { get; private init; }

    /// <summary>Of the version document.</summary>
    public string? Epoch { get; private init; }

    public FrozenDictionary<string, Resource<TenantSpec>> Tenants { get; private init; } = FrozenDictionary<string, Resource<TenantSpec>>.Empty;

    public FrozenDictionary<string, Resource<TeamSpec>> Teams { get; private init; } = FrozenDictionary<string, Resource<TeamSpec>>.Empty;

    public FrozenDictionary<string, Resource<ProviderSpec>> Providers { get; private init; } = FrozenDictionary<string, Resource<ProviderSpec>>.Empty;

    public FrozenDictionary<string, Resource<ModelSpec>> Models { get; private init; } = FrozenDictionary<string, Resource<ModelSpec>>.Empty;

    /// <summary>Longest prefix first.</summary>
    public ImmutableArray<Resource<ModelSpec>> WildcardModels { get; private init; } = [];

    public FrozenDictionary<string, Resource<ToolSpec>> Tools { get; private init; } = FrozenDictionary<string, Resource<ToolSpec>>.Empty;

    public FrozenDictionary<string, Resource<SubscriptionSpec>> Subscriptions { get; private init; } = FrozenDictionary<string, Resource<SubscriptionSpec>>.Empty;

    public FrozenDictionary<string, Resource<PriceSpec>> Prices { get; private init; } = FrozenDictionary<string, Resource<PriceSpec>>.Empty;

    public PriceIndex PriceIndex { get; private init; } = PriceIndex.Empty;

    public FrozenDictionary<string, Resource<QuotaSpec>> Quotas { get; private init; } = FrozenDictionary<string, Resource<QuotaSpec>>.Empty;

    public LimitIndex LimitIndex { get; private init; } = LimitIndex.Empty;

    /// <summary>The snapshot after changes of these kinds; what did not change is shared.</summary>
    public TenantSnapshot Apply(string tenantId, StoredVersion version, IReadOnlyCollection<StoredResource> changes)
    {
        var models = Merge(tenantId, Models, ResourceKinds.ModelKind, changes);
        var prices = Merge(tenantId, Prices, ResourceKinds.PriceKind, changes);
        var quotas = Merge(tenantId, Quotas, ResourceKinds.QuotaKind, changes);
        return new TenantSnapshot
        {
            Sequence = version.Sequence,
            Epoch = version.Epoch,
            Tenants = Merge(tenantId, Tenants, ResourceKinds.TenantKind, changes),
            Teams = Merge(tenantId, Teams, ResourceKinds.TeamKind, changes),
            Providers = Merge(tenantId, Providers, ResourceKinds.ProviderKind, changes),
            Models = models,
            Tools = Merge(tenantId, Tools, ResourceKinds.ToolKind, changes),
            Subscriptions = Merge(tenantId, Subscriptions, ResourceKinds.SubscriptionKind, changes),
            WildcardModels = ReferenceEquals(models, Models)
                ? WildcardModels
                : [.. models.Values.Where(m => m.Id.EndsWith('*')).OrderByDescending(m => m.Id.Length).ThenBy(m => m.Id, StringComparer.Ordinal)],
            Prices = prices,
            PriceIndex = ReferenceEquals(prices, Prices) ? PriceIndex : new PriceIndex(prices.Values),
            Quotas = quotas,
            LimitIndex = ReferenceEquals(quotas, Quotas) ? LimitIndex : new LimitIndex(quotas.Values),
        };
    }

    private static FrozenDictionary<string, Resource<TSpec>> Merge<TSpec>(
        string tenantId, FrozenDictionary<string, Resource<TSpec>> current, ResourceKindOf<TSpec> kind, IReadOnlyCollection<StoredResource> changes)
        where TSpec : class
    {
        Dictionary<string, Resource<TSpec>>? next = null;
        foreach (var change in changes)
        {
            if (change.Kind != kind.Name) continue;
            next ??= new Dictionary<string, Resource<TSpec>>(current, StringComparer.Ordinal);
            if (change.Deleted) next.Remove(change.Id);
            else next[change.Id] = ToResource(tenantId, kind, change);
        }

        return next?.ToFrozenDictionary(StringComparer.Ordinal) ?? current;
    }

    public static Resource<TSpec> ToResource<TSpec>(string tenantId, ResourceKindOf<TSpec> kind, StoredResource stored)
        where TSpec : class =>
        new(tenantId, stored.Id, kind.Read(stored.Spec!.Value), stored.Etag, stored.Version)
        {
            SpecETag = stored.SpecEtag ?? stored.Etag, SpecVersion = stored.SpecVersion ?? stored.Version, State = stored.State, ManagedBy = stored.ManagedBy,
        };
}
