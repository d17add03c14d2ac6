using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Routing;

/// <summary>Orders the targets that may serve a call: the first is tried first, the others are its fail-over.</summary>
internal sealed class TargetSelector(TargetHealthRegistry registry, Func<double> random)
{
    private static readonly BreakerSpec NoModelBreaker = new();

    public TargetSelector(TargetHealthRegistry registry)
        : this(registry, Random.Shared.NextDouble)
    {
    }

    public static BreakerSpec Breaker(ModelCall call) => call.ModelResource?.Spec.Breaker ?? NoModelBreaker;

    public RouteCandidate[] Select(ModelCall call)
    {
        if (call.ModelResource is not { } model)
            return call.Pin is { } only ? [Candidate(call, new TargetSpec { Provider = only.Provider, Deployment = only.Deployment })] : [];
        var targets = model.Spec.Targets;
        if (targets.Count == 1 && call.Pin is null && !call.RequiresPrice) return [Candidate(call, targets[0])];

        var candidates = new List<RouteCandidate>(targets.Count);
        foreach (var target in targets)
        {
            var candidate = Candidate(call, target);
            if (call.Pin is { } pin && target.Provider != pin.Provider) continue;
            if (call.RequiresPrice && Price(call, candidate) is null) continue;
            candidates.Add(candidate);
        }

        if (call.Pin is { } exact && candidates.Exists(candidate => candidate.Deployment == exact.Deployment))
            candidates.RemoveAll(candidate => candidate.Deployment != exact.Deployment);
        return candidates.Count > 1 ? Order(call, model.Spec.Strategy, candidates) : [.. candidates];
    }

    private RouteCandidate Candidate(ModelCall call, TargetSpec target)
    {
        var deployment = target.Deployment ?? call.Model;
        return new RouteCandidate(target, deployment, registry.Get(call.Caller.ControlPlane.TenantId, target.Provider, deployment));
    }

    private RouteCandidate[] Order(ModelCall call, RoutingStrategy strategy, List<RouteCandidate> candidates)
    {
        // A weighted shuffle first: it is the order of weighted, and breaks the ties of every other strategy (OrderBy is stable).
        var shuffled = candidates.OrderBy(Draw).ToArray();
        return strategy switch
        {
            RoutingStrategy.Weighted => shuffled,
            RoutingStrategy.Cheapest => [.. shuffled.OrderBy(candidate => Cost(call, candidate))],
            RoutingStrategy.Fastest => [.. shuffled.OrderBy(candidate => candidate.Health.Latency(call.Facts.Stream))],
            RoutingStrategy.LeastLoaded => [.. shuffled.OrderBy(static candidate => (double)candidate.Health.InFlight / candidate.Target.Weight)],
            _ => [.. shuffled.OrderBy(static candidate => candidate.Target.Priority)],
        };
    }

    /// <summary>Exponential draw with the weight as rate: the smallest wins with a chance in proportion to its weight.</summary>
    private double Draw(RouteCandidate candidate) => -Math.Log(1 - random()) / Math.Max(1, candidate.Target.Weight);

    private static double Cost(ModelCall call, RouteCandidate candidate)
    {
        if (Price(call, candidate) is not { } price) return double.MaxValue;
        const int BytesPerToken = 4;
        var input = call.Body.Length / BytesPerToken;
        var output = (long)(call.Facts.OutputLimit ?? call.ModelResource!.Spec.DefaultOutputTokens) * call.Facts.Choices;
        var (inputPrice, outputPrice) = (price.Spec.Input, price.Spec.Output);
        foreach (var tier in price.Spec.Tiers.OrderBy(static tier => tier.AboveInputTokens))
            if (input > tier.AboveInputTokens) (inputPrice, outputPrice) = (tier.Input ?? price.Spec.Input, tier.Output ?? price.Spec.Output);
        return ((double)input * inputPrice.PicoDollarsPerToken) + ((double)output * outputPrice.PicoDollarsPerToken);
    }

    private static Resource<PriceSpec>? Price(ModelCall call, RouteCandidate candidate) =>
        call.Caller.ControlPlane.ResolvePrice(candidate.Target.Price, candidate.Deployment);
}
