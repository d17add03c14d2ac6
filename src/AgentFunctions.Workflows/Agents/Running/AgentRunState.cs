namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>
/// Input of the workflow: a start as <see cref="Core.Runs.Starting.RunStart"/> writes it, and what one generation of the history hands to the next. Everything large is in the journal.
/// </summary>
internal sealed record AgentRunState
{
    public required string TenantId { get; init; }

    public required string RunId { get; init; }

    /// <summary>Steps numbered so far.</summary>
    public int Steps { get; init; }

    /// <summary>The latest model step: where the transcript ends.</summary>
    public string? LastModelStep { get; init; }

    /// <summary>What the loop detector remembers; null at the start.</summary>
    public IReadOnlyList<string>? Turns { get; init; }

    /// <summary>Turns in a row of which no call could be made.</summary>
    public int Rejected { get; init; }

    /// <summary>The answer was asked for again.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>It is being cancelled: what was done is undone from here backwards.</summary>
    public CompensationCursor? Undoing { get; init; }

    /// <summary>Calls that could not be undone.</summary>
    public int NotUndone { get; init; }
}
