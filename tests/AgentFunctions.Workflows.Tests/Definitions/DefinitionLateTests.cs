using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.TestKit;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>A call is under way and is let go on when its run is cancelled, or when the time of its run or step is over: that it succeeds then saves neither, and what it did is undone.</summary>
public sealed class DefinitionLateTests
{
    private const string Buy = """{"id":"buy","type":"tool","tool":"refunds.create","compensate":[{"id":"undo","type":"tool","tool":"refunds.cancel","arguments":{"id":"${steps.buy.output.id}"}}]MORE}""";

    [Fact]
    public async Task Cancel_WhileTheLastStepIsUnderWay_CancelsAndUndoesIt()
    {
        await using var app = await StartAsync(Step());
        var gate = Hold(app);
        var run = await BeginAsync(app);

        await GoOnAfterAsync(app, gate, () => app.DoAsync(run, RunVerb.Cancel));

        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(run)).Run.Status);
        AssertUndone(app);
    }

    [Fact]
    public async Task Cancel_WhileTheLastStepOfARunWithinTheRunIsUnderWay_UndoesItThere()
    {
        await using var app = await StartAsync(Step());
        await app.DeclareAsync("workflows", "outer", """{"agent":"triage","steps":[{"id":"inner","type":"workflow","workflow":"flow"}]}""");
        var gate = Hold(app);
        var run = await BeginAsync(app, "outer");
        var child = Assert.Single(await app.ChildrenAsync(run));

        await app.DoAsync(run, RunVerb.Cancel);
        await TestWait.UntilAsync(
            async () =>
            {
                app.Time.Advance(TimeSpan.FromSeconds(1));
                return (await app.ReadAsync(child)).Run.IsCancelling;
            },
            "the run within is told");
        await GoOnAfterAsync(app, gate, static () => Task.CompletedTask);

        Assert.Equal(RunStatus.Cancelled, (await app.EndInTimeAsync(run)).Run.Status);
        Assert.Equal(RunStatus.Cancelled, (await app.EndInTimeAsync(child)).Run.Status);
        AssertUndone(app);
    }

    [Fact]
    public async Task Deadline_WhileTheLastStepIsUnderWay_TimesOutAndUndoesIt()
    {
        await using var app = await StartAsync(Step());
        var gate = Hold(app);
        var run = await BeginAsync(app, limits: new RunRequestLimits { Deadline = TimeSpan.FromMinutes(1) });

        await GoOnAfterAsync(app, gate, () => Pass(app, TimeSpan.FromMinutes(2)));

        var ended = await app.EndAsync(run);
        Assert.Equal((RunStatus.TimedOut, "deadline_exceeded"), (ended.Run.Status, ended.Error!.Code));
        AssertUndone(app);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","retry":{"attempts":3}""")]
    public async Task Timeout_OfACallThatSucceedsAfterIt_FailsTheStepAndUndoesItAndIsNotTriedAgain(string retry)
    {
        await using var app = await StartAsync(Step(""","timeout":"00:00:05" """ + retry));
        var gate = Hold(app);
        var run = await BeginAsync(app);

        await GoOnAfterAsync(app, gate, () => Pass(app, TimeSpan.FromSeconds(6)));

        var ended = await app.EndInTimeAsync(run);
        Assert.Equal((RunStatus.Failed, "step_timeout"), (ended.Run.Status, ended.Error!.Code));
        AssertUndone(app);
    }

    [Fact]
    public async Task Timeout_OfACallThatSucceedsAfterIt_CanBeCaught()
    {
        await using var app = await StartAsync("""{"id":"y","type":"try","steps":[""" + Step(""","timeout":"00:00:05" """) + """],"catch":[{"id":"k","type":"set","values":{"why":"${error.code}"}}]}""", "${vars.why}");
        var gate = Hold(app);
        var run = await BeginAsync(app);

        await GoOnAfterAsync(app, gate, () => Pass(app, TimeSpan.FromSeconds(6)));

        var ended = await app.EndInTimeAsync(run);
        Assert.Equal((RunStatus.Succeeded, "\"step_timeout\""), (ended.Run.Status, ended.Output?.GetRawText()));
        AssertUndone(app);
    }

    [Fact]
    public async Task Timeout_OfPartsThatSucceedAfterIt_IsOfTheWholeAndUndoesBothOnce()
    {
        const string Whole = """{"id":"p","type":"switch","timeout":"00:00:05","compensate":[{"id":"whole","type":"tool","tool":"orders.get"}],"cases":[{"when":"true","steps":[PARTS]}]}""";
        await using var app = await StartAsync(Whole.Replace("PARTS", Step(), StringComparison.Ordinal));
        var gate = Hold(app);
        var run = await BeginAsync(app);

        await GoOnAfterAsync(app, gate, () => Pass(app, TimeSpan.FromSeconds(6)));

        var ended = await app.EndInTimeAsync(run);
        Assert.Equal((RunStatus.Failed, "step_timeout"), (ended.Run.Status, ended.Error!.Code));
        Assert.Equal(["refunds.create", "orders.get", "refunds.cancel"], app.Tools.Made.Select(static call => call.Tool));
    }

    [Fact]
    public async Task Failure_OfARunThatCannotUndoAStep_SaysBoth()
    {
        await using var app = await StartAsync(Step() + """,{"id":"bad","type":"end","error":"No stock."}""".Replace("{\"id\":\"bad\"", "{\"id\":\"bad\",\"if\":\"steps.buy.status == 'succeeded'\"", StringComparison.Ordinal));
        app.Tools.Refusal = static call => call.Tool == "refunds.cancel" ? new Core.Errors.ApiError(403, "permission_denied", "Not by you.") : null;
        var run = await BeginAsync(app);

        var ended = await app.EndInTimeAsync(run);

        Assert.Equal((RunStatus.Failed, "workflow_failed"), (ended.Run.Status, ended.Error!.Code));
        Assert.Equal("No stock. 1 step could not be undone; the steps of the run say which.", ended.Error.Message);
    }

    private static string Step(string more = "") => Buy.Replace("MORE", more, StringComparison.Ordinal);

    private static void AssertUndone(AgentApp app)
    {
        Assert.Equal(["refunds.create", "refunds.cancel"], app.Tools.Made.Select(static call => call.Tool));
        Assert.Equal("""{"id":"r-1"}""", app.Tools.Made.Last().Arguments.GetRawText());
    }

    private static TaskCompletionSource Hold(AgentApp app)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Tools.Gate = gate.Task;
        app.Tools.Result = static call => call.Tool == "refunds.create" ? """{"id":"r-1"}""" : """{"ok":true}""";
        return gate;
    }

    /// <summary>Lets the call go on once the run has heard of something.</summary>
    private static async Task GoOnAfterAsync(AgentApp app, TaskCompletionSource gate, Func<Task> something)
    {
        await TestWait.UntilAsync(() => !app.Tools.Asked.IsEmpty, "the call is under way");
        var before = app.HistoryEvents();
        await something();
        await TestWait.UntilAsync(
            () =>
            {
                app.Time.Advance(TimeSpan.FromMilliseconds(100));
                return app.HistoryEvents() > before;
            },
            "the run has heard of it");
        gate.SetResult();
    }

    private static Task Pass(AgentApp app, TimeSpan time)
    {
        app.Time.Advance(time);
        return Task.CompletedTask;
    }

    private static async Task<string> BeginAsync(AgentApp app, string workflow = "flow", RunRequestLimits? limits = null)
    {
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, workflow), "{}", limits);
        await TestWait.UntilAsync(() => !app.Tools.Asked.IsEmpty, "the call is under way");
        return run;
    }

    private static async Task<AgentApp> StartAsync(string steps, string? output = null)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "flow", $$"""{"agent":"triage","steps":[{{steps}}]{{(output is null ? "" : $",\"output\":\"{output}\"")}}}""");
        return app;
    }
}
