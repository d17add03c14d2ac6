using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>The same with every await replayed.</summary>
public sealed class ReplayedWorkflowChildTests : WorkflowChildConformance
{
    protected override WorkflowHarness CreateHarness() => new EmbeddedWorkflowHarness(replayEveryTurn: true);
}
