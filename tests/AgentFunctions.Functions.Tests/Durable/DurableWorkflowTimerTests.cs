using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Functions.Tests.Durable;

public sealed class DurableWorkflowTimerTests : WorkflowTimerConformance
{
    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();
}
