namespace AgentFunctions.Core.Runs.Steps;

/// <summary>Where a step is. On the wire: the name in camelCase.</summary>
public enum RunStepStatus
{
    Running,

    /// <summary>For a person, an event or a time.</summary>
    Waiting,
    Succeeded,
    Failed,
    Cancelled,
}
