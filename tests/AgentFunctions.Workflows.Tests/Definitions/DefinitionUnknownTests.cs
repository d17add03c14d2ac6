using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>A call was sent, nobody knows whether it took effect, and what stops its step also ends the question: step and run say so.</summary>
public sealed class DefinitionUnknownTests
{
    [Fact]
    public async Task Cancel_WhileNobodyKnows_IsSaidByStepAndRun()
    {
        await using var app = await StartAsync("""{"id":"pay","type":"tool","tool":"refunds.create"}""");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await app.AskedAsync(run);

        await app.DoAsync(run, RunVerb.Cancel);

        AssertUnknown(await app.EndAsync(run), RunStatus.Cancelled, "1 step could not be undone; the steps of the run say which.");
    }

    [Fact]
    public async Task Timeout_WhileNobodyKnows_IsSaidByStepAndRun()
    {
        await using var app = await StartAsync("""{"id":"pay","type":"tool","tool":"refunds.create","timeout":"00:00:05"}""");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await app.AskedAsync(run);

        AssertUnknown(await app.EndInTimeAsync(run), RunStatus.Failed, "pay: spec.steps[0] was not over in 00:00:05. 1 step could not be undone; the steps of the run say which.");
    }

    private static void AssertUnknown(RunDetail ended, RunStatus status, string message)
    {
        Assert.Equal((status, message), (ended.Run.Status, ended.Error?.Message));
        var step = Assert.Single(ended.Steps, static s => s.Kind == RunStepKind.Tool);
        Assert.Equal((RunStepStatus.Failed, "outcome_unknown: It was sent, and nobody has said whether it took effect."), (step.Status, step.Error));
        Assert.Empty(ended.PendingApprovals);
    }

    private static async Task<AgentApp> StartAsync(string steps)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "flow", $$"""{"agent":"triage","steps":[{{steps}}]}""");
        app.Tools.Lost.Add("refunds.create");
        return app;
    }
}
