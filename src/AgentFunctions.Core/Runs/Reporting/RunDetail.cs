using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Verdicts;

namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>A run with what is in it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Steps">In order; of more than <see cref="RunDetailReader.MaxSteps"/> the latest.</param>
/// <param name="PendingApprovals">Requests to people that it waits for.</param>
/// <param name="Output">What came of it; null while it is open and where nothing did.</param>
/// <param name="Error">Why it failed; only code and message are kept.</param>
public sealed record RunDetail(Run Run, IReadOnlyList<RunStep> Steps, IReadOnlyList<Approval> PendingApprovals, JsonElement? Output, ApiError? Error)
{
    /// <summary>What it waits for, and the runs within it; nothing once it is over. At most 100.</summary>
    public IReadOnlyList<RunWait> WaitingFor { get; init; } = [];

    /// <summary>What somebody else than its agent found; null where nobody said.</summary>
    public RunVerdict? Verdict { get; init; }
}
