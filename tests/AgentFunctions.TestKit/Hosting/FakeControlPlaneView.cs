using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.TestKit.Hosting;

/// <summary>A view held in dictionaries that a test fills.</summary>
public sealed class FakeControlPlaneView : ControlPlaneView
{
    private readonly Dictionary<string, Resource<ProviderSpec>> _providers = [];
    private readonly Dictionary<string, Resource<ModelSpec>> _models = [];
    private readonly Dictionary<string, Resource<ToolSpec>> _tools = [];
    private readonly Dictionary<string, Resource<PriceSpec>> _prices = [];
    private readonly Dictionary<string, Resource<AgentSpec>> _agents = [];
    private readonly Dictionary<string, Resource<TeamSpec>> _teams = [];
    private readonly Dictionary<string, Resource<QuotaSpec>> _quotas = [];

    public override string TenantId => Tenants.Default;

    public override bool TenantExists => true;

    public override long Sequence => 1;

    public override Resource<TenantSpec>? Tenant => TenantSpec is null ? null : new Resource<TenantSpec>(TenantId, TenantId, TenantSpec, "etag-1", 1);

    /// <summary>The tenant's own resource; null: it has none.</summary>
    public TenantSpec? TenantSpec { get; init; }

    public override IReadOnlyDictionary<string, Resource<TeamSpec>> Teams => _teams;

    public override IReadOnlyDictionary<string, Resource<ProviderSpec>> Providers => _providers;

    public override IReadOnlyDictionary<string, Resource<ModelSpec>> Models => _models;

    public override IReadOnlyDictionary<string, Resource<ToolSpec>> Tools => _tools;

    public override IReadOnlyDictionary<string, Resource<PriceSpec>> Prices => _prices;

    public override IReadOnlyDictionary<string, Resource<QuotaSpec>> Quotas => _quotas;

    /// <summary>Decides which temporary amounts hold.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public FakeControlPlaneView With(string id, ProviderSpec spec, ResourceState? state = null) => Add(_providers, id, spec, state);

    public FakeControlPlaneView With(string id, ModelSpec spec, ResourceState? state = null) => Add(_models, id, spec, state);

    /// <summary>Another ETag stands for a change.</summary>
    public FakeControlPlaneView With(Resource<ToolSpec> tool)
    {
        _tools[tool.Id] = tool;
        return this;
    }

    public FakeControlPlaneView With(string id, ToolSpec spec, ResourceState? state = null, string etag = "etag-1") => Add(_tools, id, spec, state, etag);

    public FakeControlPlaneView With(string id, PriceSpec spec, ResourceState? state = null) => Add(_prices, id, spec, state);

    public FakeControlPlaneView With(string id, AgentSpec spec, ResourceState? state = null, string etag = "etag-1") => Add(_agents, id, spec, state, etag);

    public FakeControlPlaneView With(string id, TeamSpec spec, ResourceState? state = null) => Add(_teams, id, spec, state);

    public FakeControlPlaneView With(string id, QuotaSpec spec) => Add(_quotas, id, spec, null);

    public override Resource<ModelSpec>? ResolveModel(string name) =>
        _models.GetValueOrDefault(name) ?? _models.Values
            .Where(model => model.Id.EndsWith('*') && name.StartsWith(model.Id[..^1], StringComparison.Ordinal))
            .MaxBy(static model => model.Id.Length);

    public override Resource<PriceSpec>? ResolvePrice(string? priceId, string deployment) => _prices.GetValueOrDefault(priceId ?? deployment);

    public override IReadOnlyList<Limit> ResolveLimits(in LimitPath path) => new LimitIndex(_quotas.Values).Resolve(path, Time.GetUtcNow());

    public override IReadOnlyList<Limit> ResolveProviderLimits(string provider, in LimitPath path) => new LimitIndex(_quotas.Values).ResolveProvider(provider, path, Time.GetUtcNow());

    public override IReadOnlyList<Limit> ResolveLimits(LimitScope scope, string? run) => new LimitIndex(_quotas.Values).Resolve(scope, run, Time.GetUtcNow());

    public override ValueTask<Resource<AgentSpec>?> FindAgentAsync(string agentId, CancellationToken cancellationToken) => new(_agents.GetValueOrDefault(agentId));

    private FakeControlPlaneView Add<TSpec>(Dictionary<string, Resource<TSpec>> resources, string id, TSpec spec, ResourceState? state, string etag = "etag-1")
        where TSpec : class
    {
        resources[id] = new Resource<TSpec>(TenantId, id, spec, etag, 1) { State = state };
        return this;
    }
}
