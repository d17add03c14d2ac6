using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>What the documentation promises of failures, people, times and bounds, on the embedded engine that replays after every await.</summary>
public sealed class DefinitionProofTests
{
    private const string Booked = """
        {"id":"a","type":"tool","tool":"refunds.create","arguments":{"id":"a"},"compensate":[{"id":"ua","type":"tool","tool":"refunds.cancel","arguments":{"id":"a"}}]},
        {"id":"p","type":"parallel","branches":{
          "l":[{"id":"b","type":"tool","tool":"refunds.create","arguments":{"id":"b"},"compensate":[{"id":"ub","type":"tool","tool":"refunds.cancel","arguments":{"id":"b"}}]}],
          "r":[{"id":"q","type":"set","values":{}}]}},
        {"id":"c","type":"tool","tool":"refunds.create","arguments":{"id":"c"},"compensate":[{"id":"uc","type":"tool","tool":"refunds.cancel","arguments":{"id":"c"}}]}
        """;

    private static readonly string[] DoneAndUndone = ["create a", "create b", "create c", "cancel c", "cancel b", "cancel a"];

    [Fact]
    public async Task Failure_UndoesInReverse_ThenIsCaught()
    {
        await using var app = await StartAsync($$"""{"agent":"triage","steps":[{"id":"t","type":"try","steps":[{{Booked}},{"id":"x","type":"tool","tool":"orders.find"}],"catch":[{"id":"k","type":"set","values":{"why":"${error.step}"} }]}],"output":"${vars.why}"}""");
        var detail = await app.EndAsync(await BeginAsync(app));
        Assert.Equal("\"x\"", detail.Output!.Value.GetRawText());
        Assert.Equal(DoneAndUndone, Made(app));
    }

    [Fact]
    public async Task Cancel_UndoesInReverse()
    {
        await using var app = await StartAsync($$"""{"agent":"triage","steps":[{"id":"t","type":"try","steps":[{{Booked}},{"id":"w","type":"wait","event":"never"}],"catch":[{"id":"k","type":"set","values":{} }]}]}""");
        var run = await BeginAsync(app);
        await app.UntilAsync(run, static steps => steps.Any(static s => s.Kind == RunStepKind.Event && s.Status == RunStepStatus.Waiting), "it waits");
        await app.DoAsync(run, RunVerb.Cancel);
        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(run)).Run.Status);
        Assert.Equal(DoneAndUndone, Made(app));
    }

    [Fact]
    public async Task Deadline_UndoesInReverse()
    {
        await using var app = await StartAsync($$"""{"agent":"triage","limits":{"deadline":"01:00:00"},"steps":[{{Booked}},{"id":"w","type":"wait","event":"never"}]}""");
        var detail = await app.EndInTimeAsync(await BeginAsync(app), TimeSpan.FromMinutes(1));
        Assert.Equal((RunStatus.TimedOut, ErrorCodes.DeadlineExceeded), (detail.Run.Status, detail.Error!.Code));
        Assert.Equal(DoneAndUndone, Made(app));
    }

    [Fact]
    public async Task Ask_AnswerThatDoesNotFit_IsRefusedAndTheRunGoesOnWaiting()
    {
        await using var app = await StartAsync("""{"agent":"triage","steps":[{"id":"q","type":"ask","prompt":"How many?","schema":{"type":"object","properties":{"n":{"type":"integer","minimum":1}},"required":["n"],"additionalProperties":false}}],"output":"${steps.q.output.value.n + 1}"}""");
        var run = await BeginAsync(app);
        var asked = await app.AskedAsync(run);
        foreach (var wrong in (string[])["""{"n":"four"}""", """{"n":0}""", "{}", """{"n":1,"more":1}""", "7"])
            Assert.Equal(400, (await app.TryDecideAsync(asked, ApprovalDecision.Answer, value: JsonDocument.Parse(wrong).RootElement)).Error?.Status);
        Assert.Equal(RunStatus.Waiting, (await app.ReadAsync(run)).Run.Status);
        await app.DecideAsync(asked, ApprovalDecision.Answer, value: JsonDocument.Parse("""{"n":4}""").RootElement);
        Assert.Equal("5", (await app.EndAsync(run)).Output!.Value.GetRawText());
    }

    [Theory]
    [InlineData("fail", RunStatus.Failed, ErrorCodes.StepTimeout)]
    [InlineData("continue", RunStatus.Succeeded, null)]
    public async Task Wait_NothingComesInTime_FailsOrGoesOn(string onTimeout, RunStatus status, string? error)
    {
        await using var app = await StartAsync($$"""{"steps":[{"id":"w","type":"wait","event":"never","timeout":"02:00:00","onTimeout":"{{onTimeout}}"}],"output":"${steps.w.output.received}"}""");
        var detail = await app.EndInTimeAsync(await BeginAsync(app), TimeSpan.FromMinutes(1));
        Assert.Equal((status, error), (detail.Run.Status, detail.Error?.Code));
        if (error is null) Assert.Equal("false", detail.Output!.Value.GetRawText());
    }

    [Theory]
    [InlineData("""{"id":"l","type":"loop","while":"true","maxIterations":3,"steps":[{"id":"x","type":"tool","tool":"orders.get"}]}""", 3)]
    [InlineData("""{"id":"f","type":"forEach","each":"[1, 2, 3]","maxItems":2,"steps":[{"id":"x","type":"tool","tool":"orders.get"}]}""", 0)]
    public async Task Bound_IsKept(string step, int calls)
    {
        await using var app = await StartAsync($$"""{"agent":"triage","steps":[{{step}}]}""");
        var detail = await app.EndAsync(await BeginAsync(app));
        Assert.Equal((RunStatus.Failed, ErrorCodes.LoopLimit, calls), (detail.Run.Status, detail.Error!.Code, app.Tools.Made.Count));
    }

    [Fact]
    public async Task Timeout_OfAStepWithARunWithin_CancelsThat()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"c","type":"workflow","workflow":"inner","timeout":"00:30:00"}]}""", """{"steps":[{"id":"w","type":"wait","event":"never"}]}""");
        var run = await BeginAsync(app);
        var detail = await app.EndInTimeAsync(run, TimeSpan.FromMinutes(1));
        Assert.Equal((RunStatus.Failed, ErrorCodes.StepTimeout), (detail.Run.Status, detail.Error!.Code));
        Assert.Equal(RunStatus.Cancelled, (await app.ReadAsync(Assert.Single(await app.ChildrenAsync(run)))).Run.Status);
    }

    /// <summary>What a run within gives is the output of the step, also where its last step is what it gives.</summary>
    [Fact]
    public async Task Workflow_WithinAWorkflow_GivesItsOutput()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"c","type":"workflow","workflow":"inner","input":{"n":4}}],"output":"${steps.c.output.n}"}""", """{"input":{"type":"object","properties":{"n":{"type":"number"}},"required":["n"]},"steps":[{"id":"s","type":"set","values":{"n":"${input.n + 1}"}}],"outputSchema":{"type":"object","properties":{"n":{"type":"number"}},"required":["n"]}}""");
        Assert.Equal("5", (await app.EndAsync(await BeginAsync(app))).Output!.Value.GetRawText());
    }

    private static async Task<AgentApp> StartAsync(string spec, string? inner = null)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Tools.Refusal = static call => call.Tool == "orders.find" ? new ApiError(400, ErrorCodes.InvalidRequest, "The tool says no.") { ShouldRetry = false } : null;
        if (inner is not null) await app.DeclareAsync("workflows", "inner", inner);
        await app.DeclareAsync("workflows", "flow", spec);
        return app;
    }

    private static Task<string> BeginAsync(AgentApp app) => app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");

    private static IEnumerable<string> Made(AgentApp app) => app.Tools.Made.Select(static c => $"{c.Tool["refunds.".Length..]} {c.Arguments.GetProperty("id").GetString()}");
}
