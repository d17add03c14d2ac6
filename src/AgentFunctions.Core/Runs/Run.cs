namespace AgentFunctions.Core.Runs;

/// <summary>A run: calls that belong together, of one agent in one team.</summary>
/// <param name="Id">As the caller named it; unique in its tenant.</param>
/// <param name="Agent">Whose; empty for a workflow that acts for no agent.</param>
/// <param name="Team">The team of the agent when the run began; who may see the run follows from it.</param>
/// <param name="Session">The session of the call that began it; null for none.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Origin">Who runs it: <see cref="External"/>, <see cref="OfAgent"/> or <see cref="OfWorkflow"/>.</param>
/// <param name="StartedAt">When its first call came.</param>
/// <param name="LastSeenAt">When its latest call came; up to <see cref="RunsOptions.LastSeenInterval"/> behind while it is open.</param>
/// <param name="EndedAt">When it was closed; null while it is open.</param>
/// <param name="Outcome">What came of it: of a run of ours as its status says, of others as its agent did. null while it is open, where nobody said, and where a run of ours was cancelled or terminated.</param>
public sealed record Run(
    string Id, string Agent, string? Team, string? Session, RunStatus Status, string Origin, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, DateTimeOffset? EndedAt, RunOutcome? Outcome)
{
    /// <summary>Its agent lives elsewhere: the product sees calls, not the run itself.</summary>
    public const string External = "external";

    /// <summary>An agent that is run here.</summary>
    public const string OfAgent = "agent";

    /// <summary>A workflow declared as data, run here.</summary>
    public const string OfWorkflow = "workflow";

    /// <summary>What is run here, <c>agents/demo</c>; null for agents that live elsewhere.</summary>
    public string? Target { get; init; }

    /// <summary>Who started it, <c>operator/ops</c>; null where its first call began it.</summary>
    public string? StartedBy { get; init; }

    /// <summary>On whose behalf it runs; null where nobody said. What it holds is erased and exported with that person.</summary>
    public string? EndUser { get; init; }

    /// <summary>The run it is a step of.</summary>
    public string? Parent { get; init; }

    /// <summary>The run it is a fork of.</summary>
    public string? ForkOf { get; init; }

    /// <summary>Steps begun.</summary>
    public long Steps { get; init; }

    /// <summary>Until when it must be over; null: no deadline.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>What bounds it, after what was asked for was held against what its target declares; null for agents that live elsewhere, and for runs from before this was kept.</summary>
    public Starting.RunLimits? Limits { get; init; }

    /// <summary>Somebody asked for its end, and it has not ended yet.</summary>
    public bool IsCancelling { get; init; }
}
