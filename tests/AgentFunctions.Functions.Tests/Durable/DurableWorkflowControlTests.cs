using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Functions.Tests.Durable;

public sealed class DurableWorkflowControlTests : WorkflowControlConformance
{
    private const string NoRewind = "Durable Task's in-process test host does not implement RewindInstance.";

    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();

    [Fact(Skip = NoRewind)]
    public override Task Rewind_FailedActivity_RunsAgainAndOthersDoNot() => Task.CompletedTask;

    [Fact(Skip = NoRewind)]
    public override Task Rewind_ParallelAndNestedFailures_AllRunAgain() => Task.CompletedTask;
}
