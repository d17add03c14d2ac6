using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;

namespace AgentFunctions.TestKit.Hosting;

/// <summary>A view held in dictionaries that a test fills.</summary>
public sealed class FakeControlPlaneView : ControlPlaneView
{
    private readonly Dictionary<string, Resource<ProviderSpec>> _providers = [];
    private readonly Dictionary<string, Resource<ModelSpec>> _models = [];
    private readonly Dictionary<string, Resource<PriceSpec>> _prices = [];
    private readonly Dictionary<string, Resource<AgentSpec>> _agents = [];
    private readonly Dictionary<string, Resource<TeamSpec>> _teams = [];

    public override string TenantId => Tenants.Default;

    public override bool TenantExists => true;

    public override long Sequence => 1;

    public override Resource<TenantSpec>? Tenant => null;

    public override IReadOnlyDictionary<string, Resource<TeamSpec>> Teams => _teams;

    public override IReadOnlyDictionary<string, Resource<ProviderSpec>> Providers => _providers;

    public override IReadOnlyDictionary<string, Resource<ModelSpec>> Models => _models;

    public override IReadOnlyDictionary<string, Resource<PriceSpec>> Prices => _prices;

    public FakeControlPlaneView With(string id, ProviderSpec spec, ResourceState? state = null) => Add(_providers, id, spec, state);

    public FakeControlPlaneView With(string id, ModelSpec spec, ResourceState? state = null) => Add(_models, id, spec, state);

    public FakeControlPlaneView With(string id, PriceSpec spec, ResourceState? state = null) => Add(_prices, id, spec, state);

    public FakeControlPlaneView With(string id, AgentSpec spec, ResourceState? state = null) => Add(_agents, id, spec, state);

    public FakeControlPlaneView With(string id, TeamSpec spec, ResourceState? state = null) => Add(_teams, id, spec, state);

    public override Resource<ModelSpec>? ResolveModel(string name) =>
        _models.GetValueOrDefault(name) ?? _models.Values
            .Where(model => model.Id.EndsWith('*') && name.StartsWith(model.Id[..^1], StringComparison.Ordinal))
            .MaxBy(static model => model.Id.Length);

    public override Resource<PriceSpec>? ResolvePrice(string? priceId, string deployment) => _prices.GetValueOrDefault(priceId ?? deployment);

    public override ValueTask<Resource<AgentSpec>?> FindAgentAsync(string agentId, CancellationToken cancellationToken) => new(_agents.GetValueOrDefault(agentId));

    private FakeControlPlaneView Add<TSpec>(Dictionary<string, Resource<TSpec>> resources, string id, TSpec spec, ResourceState? state)
        where TSpec : class
    {
        resources[id] = new Resource<TSpec>(TenantId, id, spec, "etag-1", 1) { State = state };
        return this;
    }
}
