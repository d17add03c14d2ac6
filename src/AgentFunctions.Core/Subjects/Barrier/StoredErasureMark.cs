namespace AgentFunctions.Core.Subjects.Barrier;

/// <summary>That something of a subject is being erased, or was; whose it is says only the id, as a hash.</summary>
internal sealed record StoredErasureMark
{
    /// <summary>Of its beginning, or of its end once that has come.</summary>
    public required long Number { get; init; }

    /// <summary>It is not over.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Of which agent; null: of all.</summary>
    public string? Agent { get; init; }

    /// <summary>In which of its teams; null: in all.</summary>
    public string? Team { get; init; }

    public bool IsWithoutTeam { get; init; }

    public bool Reaches(string? agent, string? team) => (Agent is null || Agent == agent) && ((Team is null && !IsWithoutTeam) || Team == team);
}
