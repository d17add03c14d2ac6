namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>A step that was stopped before it was over.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="RunId">The run.</param>
/// <param name="StepId">Id of the step in the journal.</param>
/// <param name="IsTimeout">Its time, or that of a step around it, ran out; otherwise it is not needed any more.</param>
/// <param name="WaitedFor">The request to people that it waits for.</param>
/// <param name="ChildRunId">The run within the run that it waits for.</param>
internal sealed record StopInput(string TenantId, string RunId, string StepId, bool IsTimeout, string? WaitedFor, string? ChildRunId)
{
    /// <summary>It was sent, and nobody said whether it took effect.</summary>
    public bool IsUnknown { get; init; }
}
