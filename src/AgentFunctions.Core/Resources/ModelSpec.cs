namespace AgentFunctions.Core.Resources;

/// <summary>A model alias and the targets behind it. Source: API.md, models.</summary>
public sealed record ModelSpec
{
    public IReadOnlyList<TargetSpec> Targets { get; init; } = [];

    public RoutingStrategy Strategy { get; init; } = RoutingStrategy.Priority;

    public TimeoutsSpec Timeouts { get; init; } = new();

    public RetrySpec Retry { get; init; } = new();

    public BreakerSpec Breaker { get; init; } = new();

    /// <summary>Tokens; the most a call may ask for; null for no ceiling.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Tokens; the cap of a call that names none. Default 4096.</summary>
    public int DefaultOutputTokens { get; init; } = 4096;
}
