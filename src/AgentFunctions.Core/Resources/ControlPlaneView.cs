using System.Collections.Frozen;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Core.Subscriptions.Declaration;

namespace AgentFunctions.Core.Resources;

/// <summary>
/// An immutable view of one tenant's declared state. Teams, providers, models, tools, subscriptions, prices and quotas are held whole; agents and keys, of which there may be very many, are read when first used and kept until they change.
/// </summary>
public abstract class ControlPlaneView
{
    public abstract string TenantId { get; }

    public abstract bool TenantExists { get; }

    /// <summary>Increases with every change in the tenant.</summary>
    public abstract long Sequence { get; }

    /// <summary>The tenant's own resource; null where it has none.</summary>
    public abstract Resource<TenantSpec>? Tenant { get; }

    public abstract IReadOnlyDictionary<string, Resource<TeamSpec>> Teams { get; }

    public abstract IReadOnlyDictionary<string, Resource<ProviderSpec>> Providers { get; }

    /// <summary>By id, wildcards included under their literal id (<c>gpt-*</c>).</summary>
    public abstract IReadOnlyDictionary<string, Resource<ModelSpec>> Models { get; }

    public abstract IReadOnlyDictionary<string, Resource<ToolSpec>> Tools { get; }

    /// <summary>What is done when events come.</summary>
    public virtual IReadOnlyDictionary<string, Resource<SubscriptionSpec>> Subscriptions => FrozenDictionary<string, Resource<SubscriptionSpec>>.Empty;

    public abstract IReadOnlyDictionary<string, Resource<PriceSpec>> Prices { get; }

    public abstract IReadOnlyDictionary<string, Resource<QuotaSpec>> Quotas { get; }

    /// <summary>The model a name means: the exact id, else the wildcard with the longest prefix, else null.</summary>
    public abstract Resource<ModelSpec>? ResolveModel(string name);

    /// <summary>The price of a deployment: the named price if <paramref name="priceId"/> is given, else the price whose match fits the deployment best; null when unpriced.</summary>
    public abstract Resource<PriceSpec>? ResolvePrice(string? priceId, string deployment);

    /// <summary>Every limit on what a call passes, but those of providers; amounts as of now. Of the same scope kind, unit, window and mode the most specific one.</summary>
    public abstract IReadOnlyList<Limit> ResolveLimits(in LimitPath path);

    /// <summary>Every limit on the provider about to be tried.</summary>
    public abstract IReadOnlyList<Limit> ResolveProviderLimits(string provider, in LimitPath path);

    /// <summary>Every limit on one thing, for showing where it stands.</summary>
    /// <param name="scope">The thing.</param>
    /// <param name="run">The run that windows of runs count in; null: those are left out.</param>
    public abstract IReadOnlyList<Limit> ResolveLimits(LimitScope scope, string? run);

    /// <exception cref="Documents.DocumentStoreUnavailableException">The store could not be read; refuse the call.</exception>
    public abstract ValueTask<Resource<AgentSpec>?> FindAgentAsync(string agentId, CancellationToken cancellationToken);
}
