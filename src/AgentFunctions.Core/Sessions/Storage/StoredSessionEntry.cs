namespace AgentFunctions.Core.Sessions.Storage;

/// <summary>That a session was begun; written before the session is, and removed after everything in it.</summary>
internal sealed record StoredSessionEntry
{
    public required string Agent { get; init; }

    /// <summary>The agent's when it was begun.</summary>
    public string? Team { get; init; }

    public required string Session { get; init; }

    public required string Epoch { get; init; }

    public required long StartedAt { get; init; }
}
