namespace AgentFunctions.LocalHost.CommandLine.Remote;

/// <summary>What came of a test of a workflow, as far as the command shows it.</summary>
internal sealed record WorkflowTestAnswer
{
    public required bool Passed { get; set; }

    public IReadOnlyList<WorkflowTestFailure> Failures { get; set; } = [];
}
