namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>A call that a run makes.</summary>
internal sealed record CallStepInput
{
    public required string TenantId { get; init; }

    public required string RunId { get; init; }

    /// <summary>The step that does it.</summary>
    public required string StepId { get; init; }

    /// <summary>The model step that asked for it; its arguments are there.</summary>
    public required string ModelStep { get; init; }

    /// <summary>Which of the calls of that step.</summary>
    public required int Index { get; init; }

    /// <summary>Id of the tool or agent that is called.</summary>
    public required string Target { get; init; }

    /// <summary>The step whose call is undone; null for a call that the model asked for.</summary>
    public string? Undoes { get; init; }

    /// <summary>The instance that hears of decisions.</summary>
    public required string InstanceId { get; init; }

    /// <summary>The event by which it hears.</summary>
    public required string EventName { get; init; }

    /// <summary>The approval that allows it.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>The request to people that was waited for; looked at before anything is sent.</summary>
    public string? WaitedFor { get; init; }

    /// <summary>Tries so far that came to nothing; the last one says so to the model.</summary>
    public bool IsLastTry { get; init; }
}
