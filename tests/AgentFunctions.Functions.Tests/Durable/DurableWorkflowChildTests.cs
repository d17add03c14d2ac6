using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Functions.Tests.Durable;

public sealed class DurableWorkflowChildTests : WorkflowChildConformance
{
    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();
}
