namespace AgentFunctions.Core.Runs;

/// <summary>Where a run is. On the wire: the name in camelCase. Runs of agents that live elsewhere are <see cref="Running"/> and then <see cref="Succeeded"/>, <see cref="Failed"/> or <see cref="TimedOut"/>; or <see cref="Terminated"/> where what they were told is erased.</summary>
public enum RunStatus
{
    Pending,
    Running,
    Waiting,
    Suspended,
    Succeeded,
    Failed,
    Cancelled,
    Terminated,

    /// <summary>Closed because no call came for too long; what came of it is not known.</summary>
    TimedOut,
}
