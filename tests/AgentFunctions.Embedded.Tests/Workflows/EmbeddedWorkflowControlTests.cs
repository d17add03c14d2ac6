using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

public sealed class EmbeddedWorkflowControlTests : WorkflowControlConformance
{
    protected override WorkflowHarness CreateHarness() => new EmbeddedWorkflowHarness(replayEveryTurn: false);
}
