namespace AgentFunctions.Workflows.Definitions.Running;

internal enum StopReason
{
    None,

    /// <summary>Somebody cancelled the run.</summary>
    Cancelled,

    /// <summary>The deadline of the run.</summary>
    Deadline,

    /// <summary>The time of a step around it.</summary>
    Timeout,

    /// <summary>What it was for is decided: another branch was enough, or failed.</summary>
    NotNeeded,

    /// <summary>The history is to begin anew; it goes on after that.</summary>
    Pause,
}
