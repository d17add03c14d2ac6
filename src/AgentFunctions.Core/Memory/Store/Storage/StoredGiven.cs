namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>A run that was given something of a person, and when first (Unix milliseconds). It says nothing of what; it stays until the person is erased.</summary>
internal sealed record StoredGiven
{
    public required string Run { get; init; }

    public required long At { get; init; }
}
