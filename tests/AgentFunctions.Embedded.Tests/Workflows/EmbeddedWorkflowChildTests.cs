using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

public sealed class EmbeddedWorkflowChildTests : WorkflowChildConformance
{
    protected override WorkflowHarness CreateHarness() => new EmbeddedWorkflowHarness(replayEveryTurn: false);
}
