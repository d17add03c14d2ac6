using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Functions.Tests.Durable;

public sealed class DurableWorkflowLimitTests : WorkflowLimitConformance
{
    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();
}
