namespace AgentFunctions.Embedded.Workflows;

internal enum SlotState
{
    Idle,
    Queued,
    Running,

    /// <summary>Something came while its turn ran: another turn follows.</summary>
    RunningAgain,
}
