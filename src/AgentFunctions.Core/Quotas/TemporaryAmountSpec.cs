namespace AgentFunctions.Core.Quotas;

/// <summary>An amount that holds instead of the declared one until a moment; ends by itself and is kept in the resource's versions.</summary>
public sealed record TemporaryAmountSpec
{
    public required string Amount { get; init; }

    /// <summary>The declared amount holds again from here on.</summary>
    public required DateTimeOffset Until { get; init; }

    public required string Reason { get; init; }
}
