namespace AgentFunctions.Core.Ledger.Overruns;

/// <summary>A target whose provider used more than it was asked to keep to; refused until an operator clears it.</summary>
public sealed record RefusedTarget
{
    /// <summary>Names it in routes.</summary>
    public required string Id { get; init; }

    public required string Provider { get; init; }

    /// <summary>The name sent to the provider.</summary>
    public required string Deployment { get; init; }

    /// <summary>The call that showed it.</summary>
    public required string CallId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Tokens beyond the bound.</summary>
    public long Tokens { get; init; }

    /// <summary>Nano-dollars beyond the bound.</summary>
    public long NanoDollars { get; init; }
}
