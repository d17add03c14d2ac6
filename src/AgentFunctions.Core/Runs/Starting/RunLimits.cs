namespace AgentFunctions.Core.Runs.Starting;

/// <summary>What bounds one run of ours.</summary>
public sealed record RunLimits
{
    /// <summary>Deepest nesting of runs within runs that can be asked for.</summary>
    public const int MaxDepth = 8;

    /// <summary>Most steps that can be asked for.</summary>
    public const int MaxSteps = 100_000;

    /// <summary>Steps it may take; from the agent or the start. Default 20 for agents, 1,000 for workflows.</summary>
    public required int Steps { get; init; }

    /// <summary>When it must be over: it is stopped then and closed as <see cref="RunStatus.TimedOut"/>. null: no deadline.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What its calls and those of the runs within it may cost, in nano-dollars; kept by the ledger. null: no limit of its own.</summary>
    public long? Budget { get; init; }

    /// <summary>Runs within runs below this one; 0: it may start none. Default 4.</summary>
    public int Depth { get; init; } = 4;
}
