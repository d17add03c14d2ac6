using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.TestKit;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Steps that are stopped while they wait: nobody is asked for them any more, their record says so at once, and nothing waits for a model that still thinks.</summary>
public sealed class DefinitionStopTests
{
    [Theory]
    [InlineData("""{"id":"s","type":"approval","action":{"a":1},"timeout":"00:00:05"}""")]
    [InlineData("""{"id":"s","type":"ask","prompt":"How many?","schema":{"type":"number"},"timeout":"00:00:05"}""")]
    [InlineData("""{"id":"s","type":"tool","tool":"refunds.create","timeout":"00:00:05"}""")]
    public async Task Timeout_OfAStepThatAsks_TakesTheRequestBack(string step)
    {
        await using var app = await StartAsync($$"""{"id":"y","type":"try","steps":[{{step}}],"catch":[{"id":"w","type":"wait","event":"go"}]}""");
        app.Tools.Guarded.Add("refunds.create");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        var asked = await app.AskedAsync(run);

        await InTimeAsync(app, async () => (await StepAsync(app, run, "w")) is { Status: RunStepStatus.Waiting });

        Assert.Equal(ApprovalStatus.Withdrawn, (await app.ApprovalAsync(asked.Id)).Status);
        var stopped = (await StepAsync(app, run, "s"))!;
        Assert.Equal((RunStepStatus.Failed, "step_timeout: It was not over in time."), (stopped.Status, stopped.Error));
        Assert.Empty((await app.ReadAsync(run)).PendingApprovals);
        Assert.NotNull((await app.TryDecideAsync(asked, ApprovalDecision.Approve)).Error);
        Assert.Empty(app.Tools.Made);
    }

    [Fact]
    public async Task Branch_ThatIsNotNeeded_AsksNobodyAnyMore()
    {
        await using var app = await StartAsync("""
            {"id":"p","type":"parallel","join":"any","branches":{"l":[{"id":"s","type":"ask","prompt":"How many?","schema":{"type":"number"}}],"r":[{"id":"t","type":"timer","duration":"00:00:05"}]}},{"id":"w","type":"wait","event":"go"}
            """);
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        var asked = await app.AskedAsync(run);

        await InTimeAsync(app, async () => (await StepAsync(app, run, "w")) is { Status: RunStepStatus.Waiting });

        Assert.Equal(ApprovalStatus.Withdrawn, (await app.ApprovalAsync(asked.Id)).Status);
        Assert.Equal(RunStepStatus.Cancelled, (await StepAsync(app, run, "s"))!.Status);
    }

    [Fact]
    public async Task Timeout_OfAnAgentWhoseModelStillThinks_IsKept()
    {
        await using var app = await StartAsync("""{"id":"y","type":"try","steps":[{"id":"s","type":"agent","agent":"triage","input":"hello","timeout":"00:00:05"}],"catch":[{"id":"w","type":"wait","event":"go"}]}""");
        var gate = Think(app);
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");

        await InTimeAsync(app, async () => (await StepAsync(app, run, "w")) is { Status: RunStepStatus.Waiting });

        Assert.Equal(RunStepStatus.Failed, (await StepAsync(app, run, "s"))!.Status);
        gate.SetResult();
    }

    [Fact]
    public async Task Cancel_OfARunOverAnAgentWhoseModelStillThinks_EndsAtOnce()
    {
        await using var app = await StartAsync("""{"id":"s","type":"agent","agent":"triage","input":"hello"}""");
        var gate = Think(app);
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await TestWait.UntilAsync(() => !app.Model.Bodies.IsEmpty, "the model thinks");
        await app.DoAsync(run, RunVerb.Cancel);

        await InTimeAsync(app, async () => (await app.ReadAsync(run)).Run.Status == RunStatus.Cancelled);

        gate.SetResult();
        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(run)).Run.Status);
    }

    private static TaskCompletionSource Think(AgentApp app)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Model.Answer = async (_, _) =>
        {
            await gate.Task;
            return ScriptedModel.Text("late");
        };
        return gate;
    }

    private static async Task<RunStep?> StepAsync(AgentApp app, string run, string id) => (await app.ReadAsync(run)).Steps.LastOrDefault(step => step.Id.EndsWith("-" + id, StringComparison.Ordinal));

    private static Task InTimeAsync(AgentApp app, Func<Task<bool>> condition) => TestWait.UntilAsync(
        async () =>
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            return await condition();
        },
        "the step is stopped",
        TimeSpan.FromMinutes(1));

    private static async Task<AgentApp> StartAsync(string steps)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "flow", $$"""{"agent":"triage","steps":[{{steps}}]}""");
        return app;
    }
}
