using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Functions.Tests.Durable;

public sealed class DurableWorkflowActivityTests : WorkflowActivityConformance
{
    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();
}
