namespace AgentFunctions.Core.Runs;

/// <summary>What came of a run: as an agent that lives elsewhere says, or as a run of ours ended. On the wire: <c>success</c>, <c>failure</c>.</summary>
public enum RunOutcome
{
    Success,
    Failure,
}
