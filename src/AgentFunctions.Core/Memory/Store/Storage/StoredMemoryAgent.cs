namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>An agent that has memory.</summary>
internal sealed record StoredMemoryAgent
{
    public required string Agent { get; init; }
}
