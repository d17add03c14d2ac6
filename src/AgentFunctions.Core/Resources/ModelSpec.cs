namespace AgentFunctions.Core.Resources;

/// <summary>A model alias and the targets behind it. Source: API.md, models.</summary>
public sealed record ModelSpec
{
    public IReadOnlyList<TargetSpec> Targets { get; set; } = [];

    public RoutingStrategy Strategy { get; set; } = RoutingStrategy.Priority;

    public TimeoutsSpec Timeouts { get; set; } = new();

    public RetrySpec Retry { get; set; } = new();

    public BreakerSpec Breaker { get; set; } = new();

    /// <summary>Tokens; the most a call may ask for; null for no ceiling.</summary>
    public int? MaxOutputTokens { get; set; }

    /// <summary>Tokens; the cap of a call that names none. Default 4096.</summary>
    public int DefaultOutputTokens { get; set; } = 4096;
}
