using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Usage;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Gateway.Models.Tokens;

namespace AgentFunctions.Gateway.Models.Admission;

/// <summary>What the attempts of a call came to, priced as declared when the call was admitted.</summary>
internal sealed class AttemptCharges(UsageEstimator estimator)
{
    /// <summary>The attempts that were let through and are not charged yet.</summary>
    public IReadOnlyList<AttemptUsage> Of(ModelCall call)
    {
        var charges = new List<AttemptUsage>(1);
        for (var i = call.ChargedAttempts; i < call.Attempts.Count; i++)
            if (call.Attempts[i] is { IsAdmitted: true } attempt) charges.Add(Of(call, attempt));
        return charges;
    }

    /// <summary>What one attempt came to, charged or not.</summary>
    public AttemptUsage Of(ModelCall call, ModelAttempt attempt)
    {
        var (tokens, agenticInput, agenticOutput, isCounted) = estimator.Complete(call, attempt);
        var price = CallBound.Price(call, attempt.Target, attempt.Deployment);
        return new AttemptUsage
        {
            Attempt = attempt.Number,
            Provider = attempt.Target.Provider,
            Deployment = attempt.Deployment,
            Outcome = AttemptRecorder.OutcomeName(attempt.Outcome),
            Tokens = tokens,
            AgenticInput = agenticInput,
            AgenticOutput = agenticOutput,
            Cost = price is null || tokens == default ? default : CostCalculator.Of(price.Spec, tokens, agenticInput, agenticOutput),
            Bytes = call.Body.Length,
            IsCounted = isCounted,
            IsUnpriced = price is null && tokens != default,
            PriceId = price?.Id,
            PriceVersion = price?.ETag,
        };
    }
}
