using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

public sealed class EmbeddedWorkflowEventTests : WorkflowEventConformance
{
    protected override WorkflowHarness CreateHarness() => new EmbeddedWorkflowHarness(replayEveryTurn: false);
}
