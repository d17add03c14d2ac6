using AgentFunctions.Core.Approvals;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>Something that a run waits for, or a run within it.</summary>
/// <param name="Kind">What.</param>
/// <param name="RunId">Whose step waits: the run itself, or one within it.</param>
/// <param name="StepId">That step.</param>
/// <param name="Name">Of the step: the tool, event, agent or workflow.</param>
public sealed record RunWait(RunWaitKind Kind, string RunId, string StepId, string Name)
{
    /// <summary>The request to people; null for anything else.</summary>
    public Approval? Approval { get; init; }

    /// <summary>The run within it that is not over; null for anything else.</summary>
    public Run? Child { get; init; }

    /// <summary>What keeps the step, in words; null for anything else.</summary>
    public string? Reason { get; init; }
}
