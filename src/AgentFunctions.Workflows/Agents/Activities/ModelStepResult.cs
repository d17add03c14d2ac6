using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>What came of a model step.</summary>
internal sealed record ModelStepResult
{
    public required ModelStepOutcome Outcome { get; init; }

    /// <summary>What it wants called; arguments are in the journal.</summary>
    public IReadOnlyList<ProposedCall> Calls { get; init; } = [];

    /// <summary>Digests of the calls that are not made.</summary>
    public IReadOnlyList<string> RejectedDigests { get; init; } = [];

    /// <summary>Where it could not be had: why.</summary>
    public RunFault? Fault { get; init; }

    /// <summary>Where it could not be had now: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
