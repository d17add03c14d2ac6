namespace AgentFunctions.Core.Runs;

/// <summary>Outcomes by the names that bodies and documents use.</summary>
public static class RunOutcomes
{
    public static string ToName(RunOutcome outcome) => outcome == RunOutcome.Success ? "success" : "failure";

    /// <summary>The outcome of a name; null for any other word.</summary>
    public static RunOutcome? Find(string? name) => name switch
    {
        "success" => RunOutcome.Success,
        "failure" => RunOutcome.Failure,
        _ => null,
    };

    /// <summary>What came of a run that is run here, which follows from how it ended; null while it is open, and where somebody ended it: nobody knows then.</summary>
    public static RunOutcome? OfStatus(RunStatus status) => status switch
    {
        RunStatus.Succeeded => RunOutcome.Success,
        RunStatus.Failed or RunStatus.TimedOut => RunOutcome.Failure,
        _ => null,
    };

    public static RunStatus ToStatus(RunOutcome outcome) => outcome == RunOutcome.Success ? RunStatus.Succeeded : RunStatus.Failed;
}
