namespace AgentFunctions.Core.Workflows;

/// <summary>Where an instance is, in both engines.</summary>
public enum WorkflowStatus
{
    Pending,
    Running,
    Suspended,
    Completed,
    Failed,
    Terminated,
}
