using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Functions.Tests.Durable;

public sealed class DurableWorkflowControlTests : WorkflowControlConformance
{
    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();
}
