using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

public sealed class EmbeddedWorkflowLimitTests : WorkflowLimitConformance
{
    protected override WorkflowHarness CreateHarness() => new EmbeddedWorkflowHarness(replayEveryTurn: false);
}
