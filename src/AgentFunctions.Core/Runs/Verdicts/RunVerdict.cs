namespace AgentFunctions.Core.Runs.Verdicts;

/// <summary>What somebody else than its agent found came of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="IsSuccess">It did what it was to do.</param>
/// <param name="By">Who says so, <c>operator/ops</c>.</param>
/// <param name="At">When.</param>
public sealed record RunVerdict(string RunId, bool IsSuccess, string By, DateTimeOffset At)
{
    /// <summary>What it did, in the answer to who gave it; nothing where it is read.</summary>
    public RunVerdictEffect Effect { get; init; } = RunVerdictEffect.None;
}
