namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>What happened to an instance. Names are in stored histories.</summary>
public enum HistoryKind
{
    /// <summary>A turn began; its time is the workflow's clock until the next.</summary>
    TurnStarted,

    /// <summary>The code began, with its input.</summary>
    Started,

    ActivityScheduled,
    ActivityCompleted,
    ActivityFailed,
    TimerCreated,
    TimerFired,
    TimerCancelled,
    ChildScheduled,
    ChildCompleted,
    ChildFailed,
    EventReceived,

    /// <summary>The code returned and nothing it began is open.</summary>
    Completed,

    /// <summary>The code threw, or the engine gave it up.</summary>
    Failed,
}
