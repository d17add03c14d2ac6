namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>As it is stored; suspension is a flag beside it.</summary>
internal enum InstanceState
{
    Pending = 0,
    Running = 1,

    /// <summary>From here on it has ended.</summary>
    Completed = 2,
    Failed = 3,
    Terminated = 4,

    /// <summary>Only its id is left.</summary>
    Purged = 5,
}
