namespace AgentFunctions.Embedded.Workflows;

/// <summary>Settings of the embedded workflow engine.</summary>
public sealed class WorkflowEngineOptions
{
    public const string SectionName = "AgentFunctions:Workflows";

    /// <summary>Activities that run at once in this process. 1 to 10,000, default 128.</summary>
    public int MaxConcurrentActivities { get; set; } = 128;

    /// <summary>Turns of workflow code that run or are being written at once in this process. 1 to 1,000, default 32.</summary>
    public int MaxConcurrentTurns { get; set; } = 32;

    /// <summary>Instances kept in memory between turns; others are replayed from their history. 1 to 1,000,000, default 2,000.</summary>
    public int MaxLiveInstances { get; set; } = 2000;

    /// <summary>Time without a sign of life after which another process takes over what this one ran; renewed every third of it. 3 s to 5 min, default 15 s. The same for every process on one data folder.</summary>
    public TimeSpan LeaseLife { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a process looks for what others left for it. 20 ms to 10 s, default 250 ms.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>For tests: hands a workflow one thing at a time, drops it from memory after each, and fails it with <c>notDeterministic</c> where a replay differs. Default false.</summary>
    public bool ReplayEveryTurn { get; set; }
}
