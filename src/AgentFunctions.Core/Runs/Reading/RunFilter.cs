namespace AgentFunctions.Core.Runs.Reading;

/// <summary>Which runs; null for any.</summary>
public sealed record RunFilter(string? Agent, string? Session, RunStatus? Status)
{
    /// <summary>Of this workflow.</summary>
    public string? Workflow { get; init; }

    /// <summary><see cref="Run.External"/>, <see cref="Run.OfAgent"/> or <see cref="Run.OfWorkflow"/>.</summary>
    public string? Origin { get; init; }

    /// <summary>Within this run, directly.</summary>
    public string? Parent { get; init; }

    /// <summary>Begun then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Begun before.</summary>
    public DateTimeOffset? To { get; init; }
}
