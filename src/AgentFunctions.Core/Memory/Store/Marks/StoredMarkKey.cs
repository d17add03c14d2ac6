namespace AgentFunctions.Core.Memory.Store.Marks;

/// <summary>What the marks of an agent's memory are hashed with; never given out.</summary>
internal sealed record StoredMarkKey
{
    public required byte[] Key { get; init; }
}
