using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Tokens;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>The most a call can come to, at the dearest target that may serve it. DESIGN, section 6.</summary>
internal sealed class CallBound(InputBound inputs)
{
    /// <summary>Sets the output cap the bound rests on, so that it goes upstream: the caller's or the model's ceiling, and where neither is named and a limit needs a bound, the model's default.</summary>
    public static void CapOutput(ModelCall call, IReadOnlyList<Limit> limits)
    {
        if (call.ModelResource is not { } model || call.Operation == ModelOperation.Embeddings) return;
        call.OutputLimit = (call.Facts.OutputLimit, model.Spec.MaxOutputTokens) switch
        {
            ({ } asked, { } ceiling) => Math.Min(asked, ceiling),
            ({ } asked, null) => asked,
            (null, { } ceiling) => Math.Min(ceiling, model.Spec.DefaultOutputTokens),
            _ => NeedsBound(call, model, limits) ? model.Spec.DefaultOutputTokens : null,
        };
    }

    /// <summary>Where the model has it so, and a limit needs a bound, only the first tokens of a streamed answer are held at first. What may produce more than is seen of it is held in full: several choices, a prediction, tools of the provider.</summary>
    public static void HoldFirst(ModelCall call, IReadOnlyList<Limit> limits)
    {
        if (call.ModelResource is not { Spec.IncrementalHold: { } hold } model || call.OutputLimit is not { } cap || cap <= hold.Tokens) return;
        if (call.Operation is not (ModelOperation.Chat or ModelOperation.Responses) || call.Facts is not { Stream: true, Choices: 1, PredictionBytes: 0, HostedToolCount: 0 }) return;
        if (NeedsBound(call, model, limits)) call.HeldOutput = hold.Tokens;
    }

    /// <summary>What more output adds at the target that serves the call. Its input is bounded by <paramref name="input"/>.</summary>
    public static LedgerAmounts Growth(ModelCall call, ModelAttempt attempt, long input, long from, long to)
    {
        var (before, after) = (Cost(call, attempt.Target, attempt.Deployment, input, from), Cost(call, attempt.Target, attempt.Deployment, input, to));
        return new LedgerAmounts(Math.Max(0, after.Value - before.Value), to - from, 0, 0);
    }

    /// <summary>The most input the call can have, as it is held.</summary>
    public long Input(ModelCall call) => Input(call, call.IsBoundExact);

    /// <param name="call">Its output cap is set.</param>
    /// <param name="isExact">Counts the input's tokens where the encoding is known; else takes its bytes, which costs nothing and is larger.</param>
    public LedgerAmounts Of(ModelCall call, bool isExact)
    {
        if (call.ModelResource is not { } model) return new LedgerAmounts(0, 0, 1, 0);
        var output = Output(call, model);
        var (input, cost) = (Input(call, isExact), NanoDollars.Zero);
        foreach (var target in model.Spec.Targets)
        {
            if (call.Pin is { } pin && pin.Provider != target.Provider) continue;
            if (Cost(call, target, target.Deployment ?? call.Model, input, output) is var targetCost && targetCost > cost) cost = targetCost;
        }

        return new LedgerAmounts(cost.Value, input + output, 1, call.Body.Length);
    }

    /// <summary>The most one attempt at one target can come to.</summary>
    public LedgerAmounts Of(ModelCall call, ModelAttempt attempt)
    {
        if (call.ModelResource is not { } model) return new LedgerAmounts(0, 0, 1, 0);
        var output = Output(call, model);
        var input = Input(call);
        var cost = Cost(call, attempt.Target, attempt.Deployment, input, output);
        return new LedgerAmounts(cost.Value, input + output, 1, call.Body.Length);
    }

    /// <summary>Whether every limit in money can be kept: each target that may serve the call has a price, or the others are left out.</summary>
    /// <returns>false: no target has one.</returns>
    public static bool RequirePrices(ModelCall call, IReadOnlyList<Limit> limits)
    {
        if (call.ModelResource is not { } model || !HasMoney(limits)) return true;
        var (priced, unpriced) = (false, false);
        foreach (var target in model.Spec.Targets)
        {
            if (Price(call, target, target.Deployment ?? call.Model) is null) unpriced = true;
            else priced = true;
        }

        if (priced && unpriced) call.RequiresPrice = true;
        return priced || !unpriced;
    }

    public static bool HasMoney(IReadOnlyList<Limit> limits)
    {
        for (var i = 0; i < limits.Count; i++)
            if (limits[i] is { Unit: LimitUnit.Usd, Mode: LimitMode.Enforce }) return true;
        return false;
    }

    public static Resource<PriceSpec>? Price(ModelCall call, TargetSpec target, string deployment) => call.Caller.ControlPlane.ResolvePrice(target.Price, deployment);

    /// <summary>
    /// Without a cap the default is an estimate, which is all that a call needs that no limit in money or tokens looks at. What of a prediction is not used is charged as output of each choice, beyond the cap.
    /// </summary>
    private static long Output(ModelCall call, Resource<ModelSpec> model) =>
        call.Operation == ModelOperation.Embeddings ? 0 : ((call.HeldOutput ?? call.OutputLimit ?? model.Spec.DefaultOutputTokens) + call.Facts.PredictionBytes) * call.Facts.Choices;

    private static bool NeedsBound(ModelCall call, Resource<ModelSpec> model, IReadOnlyList<Limit> limits)
    {
        if (HasBound(limits)) return true;
        foreach (var target in model.Spec.Targets)
            if (HasBound(call.Caller.ControlPlane.ResolveProviderLimits(target.Provider, default))) return true;
        return false;
    }

    private static bool HasBound(IReadOnlyList<Limit> limits)
    {
        for (var i = 0; i < limits.Count; i++)
            if (limits[i] is { Unit: LimitUnit.Usd or LimitUnit.Tokens, Mode: LimitMode.Enforce }) return true;
        return false;
    }

    private long Input(ModelCall call, bool isExact) => (isExact ? inputs.OfTokens(call) : null) ?? InputBound.OfBytes(call);

    private static NanoDollars Cost(ModelCall call, TargetSpec target, string deployment, long input, long output) =>
        Price(call, target, deployment) is { } price ? CostCalculator.Bound(price.Spec, input, output) : NanoDollars.Zero;
}
