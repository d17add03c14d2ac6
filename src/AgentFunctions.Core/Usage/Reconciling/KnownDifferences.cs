namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>Differences of the run before, by counter: what comes again is no matter of timing; what was told is not told again.</summary>
internal sealed record KnownDifferences
{
    public Dictionary<string, long> Seen { get; init; } = [];

    public Dictionary<string, long> Told { get; init; } = [];
}
