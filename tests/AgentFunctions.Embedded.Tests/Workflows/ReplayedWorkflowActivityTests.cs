using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>The same with every await replayed.</summary>
public sealed class ReplayedWorkflowActivityTests : WorkflowActivityConformance
{
    protected override int FanOut => 200;

    protected override WorkflowHarness CreateHarness() => new EmbeddedWorkflowHarness(replayEveryTurn: true);
}
