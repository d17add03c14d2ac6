using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Usage;

/// <summary>What one attempt came to. Absolute values.</summary>
public sealed record AttemptUsage
{
    /// <summary>1, 2, 3... within the call.</summary>
    public required int Attempt { get; init; }

    public required string Provider { get; init; }

    /// <summary>The name sent to the provider.</summary>
    public string? Deployment { get; init; }

    /// <summary><c>succeeded</c>, <c>failed</c>, <c>timed_out</c>, <c>stream_broken</c>, <c>caller_gone</c>, <c>cut_short</c>, <c>cached</c>...</summary>
    public required string Outcome { get; init; }

    public TokenCounts Tokens { get; init; }

    /// <summary>Part of <see cref="TokenCounts.Input"/> that answers tools rather than people.</summary>
    public long AgenticInput { get; init; }

    /// <summary>Part of <see cref="TokenCounts.Output"/> that calls tools; reasoning is not in it.</summary>
    public long AgenticOutput { get; init; }

    public CallCost Cost { get; init; }

    /// <summary>Bytes of the body sent out.</summary>
    public long Bytes { get; init; }

    /// <summary>The provider said nothing of usage: the tokens were counted here.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Charged at the bound, because nobody knows what it came to.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>There is no price for the target.</summary>
    public bool IsUnpriced { get; init; }

    public string? PriceId { get; init; }

    /// <summary>ETag of the price it was charged with.</summary>
    public string? PriceVersion { get; init; }
}
