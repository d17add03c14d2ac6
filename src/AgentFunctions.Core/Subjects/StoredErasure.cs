namespace AgentFunctions.Core.Subjects;

/// <summary>An erasure. While it goes on it names the subject, so that another process can go on with it; afterwards it does not. Times are Unix milliseconds.</summary>
internal sealed record StoredErasure
{
    public int Format { get; init; } = 1;

    public required string Id { get; init; }

    public required string By { get; init; }

    public string? Agent { get; init; }

    public string? Team { get; init; }

    public bool IsWithoutTeam { get; init; }

    /// <summary>Folded; null once it is over.</summary>
    public string? Subject { get; init; }

    public required long StartedAt { get; init; }

    public long? CompletedAt { get; init; }

    public Dictionary<string, long> Removed { get; init; } = [];

    /// <summary>What was counted last, so that it is counted once (<see cref="ErasureTally"/>); nothing once it is over.</summary>
    public IReadOnlyList<string> Counted { get; set; } = [];

    public Erasure ToErasure() => new(Id, By, Agent, DateTimeOffset.FromUnixTimeMilliseconds(StartedAt), DateTimeOffset.FromUnixTimeMilliseconds(CompletedAt ?? StartedAt), Removed);
}
