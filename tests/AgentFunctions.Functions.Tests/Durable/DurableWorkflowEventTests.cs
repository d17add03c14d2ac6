using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Functions.Tests.Durable;

public sealed class DurableWorkflowEventTests : WorkflowEventConformance
{
    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();
}
