namespace AgentFunctions.Core.Subjects.Barrier;

/// <summary>How often erasures of a tenant began or ended.</summary>
internal sealed record StoredErasureCount
{
    public required long Number { get; init; }

    /// <summary>Those that began and are not over.</summary>
    public int Closed { get; init; }
}
