namespace AgentFunctions.Workflows.Agents.Activities;

internal enum ModelStepOutcome
{
    Answered,
    Calls,

    /// <summary>The answer does not fit the agent's output and is asked for again.</summary>
    Repair,

    /// <summary>Later perhaps.</summary>
    NotNow,
    Failed,
}
