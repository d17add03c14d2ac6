using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Verdicts;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>What a run did, for people and audits.</summary>
public sealed record RunReport
{
    public required Run Run { get; init; }

    /// <summary>Whole: every step, in order, up to <see cref="RunReportReader.MaxSteps"/>.</summary>
    public required IReadOnlyList<RunReportStep> Steps { get; init; }

    /// <summary>There are more steps than are shown.</summary>
    public bool HasMore { get; init; }

    /// <summary>The ledger's figures, model by model; they are seconds behind the calls.</summary>
    public required IReadOnlyList<RunModelUsage> Models { get; init; }

    /// <summary>Their sum; null where nothing is known.</summary>
    public RunUsage? Usage { get; init; }

    /// <summary>Requests to people, and what they said.</summary>
    public required IReadOnlyList<Approval> Approvals { get; init; }

    /// <summary>What it waits for, and the runs within it; nothing once it is over.</summary>
    public IReadOnlyList<RunWait> WaitingFor { get; init; } = [];

    /// <summary>Limits that stopped it or a step of it, in words.</summary>
    public required IReadOnlyList<string> LimitsHit { get; init; }

    /// <summary>What its latest measured model step was shown; null where none was measured.</summary>
    public RunStepContext? Context { get; init; }

    /// <summary>What somebody else than its agent found; null where nobody said.</summary>
    public RunVerdict? Verdict { get; init; }

    public JsonElement? Output { get; init; }

    public ApiError? Error { get; init; }
}
