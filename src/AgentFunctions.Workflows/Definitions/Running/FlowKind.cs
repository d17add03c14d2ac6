namespace AgentFunctions.Workflows.Definitions.Running;

internal enum FlowKind
{
    /// <summary>Over: the next step may begin.</summary>
    Done,

    /// <summary>It did not succeed; a try around it may catch that.</summary>
    Failed,

    /// <summary>Something around it stopped it before it was over.</summary>
    Stopped,

    /// <summary>The run is over, with an output or a fault.</summary>
    Ended,
}
