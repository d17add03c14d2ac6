namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>That a session was begun; written before the session is, and removed after everything in it.</summary>
internal sealed record StoredSessionEntry
{
    public required string Agent { get; init; }

    public required string Session { get; init; }

    public required string Epoch { get; init; }

    public required long StartedAt { get; init; }
}
