namespace AgentFunctions.Core.Memory.Store.Storage;

/// <summary>Turns written of a session.</summary>
internal sealed record StoredTurns
{
    public required int Next { get; init; }
}
