namespace AgentFunctions.Core.Memory.Search;

/// <summary>Records that are wanted for their place or id rather than for their words.</summary>
public sealed record RelatedQuery : MemoryFilter
{
    /// <summary>Most records of one answer.</summary>
    public const int MaxRecords = 1_000;

    public IReadOnlyList<TurnRange> Turns { get; init; } = [];

    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Ids of records that the asker has; an engine may leave them out.</summary>
    public IReadOnlySet<string>? Known { get; init; }
}
