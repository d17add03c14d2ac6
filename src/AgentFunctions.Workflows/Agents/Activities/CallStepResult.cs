using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>What came of a call.</summary>
internal sealed record CallStepResult
{
    public required CallStepOutcome Outcome { get; init; }

    /// <summary>Of call and result, once it is over.</summary>
    public string? Digest { get; init; }

    /// <summary>It did not do what it should.</summary>
    public bool IsError { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What people were asked.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>They were asked what became of it, not whether it may be done.</summary>
    public bool IsOutcome { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The event that tells of the decision.</summary>
    public string? EventName { get; init; }

    /// <summary>The run of a helper.</summary>
    public string? ChildRunId { get; init; }

    /// <summary>The run cannot go on.</summary>
    public RunFault? Fault { get; init; }
}
