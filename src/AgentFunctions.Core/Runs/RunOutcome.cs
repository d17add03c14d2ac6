namespace AgentFunctions.Core.Runs;

/// <summary>What an agent that lives elsewhere says came of its run. On the wire: <c>success</c>, <c>failure</c>.</summary>
public enum RunOutcome
{
    Success,
    Failure,
}
