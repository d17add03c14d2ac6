namespace AgentFunctions.Core.Workflows;

/// <summary>An activity or a child failed for good. The one exception that workflow code may expect from the context.</summary>
public sealed class WorkflowTaskFailedException(string taskName, WorkflowFailure failure) : Exception($"{taskName} failed: {failure.Message}")
{
    public string TaskName { get; } = taskName;

    public WorkflowFailure Failure { get; } = failure;
}
