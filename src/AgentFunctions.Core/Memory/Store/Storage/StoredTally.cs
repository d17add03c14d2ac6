namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>What a scope told as new.</summary>
internal sealed record StoredTally
{
    /// <summary>Records.</summary>
    public int Records { get; init; }

    /// <summary>When it told what resembles what it was given, Unix milliseconds, the latest last.</summary>
    public IReadOnlyList<long> Variants { get; init; } = [];
}
