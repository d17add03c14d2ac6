using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.TestKit;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Runs of definitions on the embedded engine that replays after every await, with the real journal, approvals and control plane.</summary>
public sealed class DefinitionRunTests
{
    private const string Refund = """
        {"agent":"triage","input":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]},
         "steps":[
          {"id":"classify","type":"agent","agent":"triage","input":"${input.id}"},
          {"id":"order","type":"tool","tool":"orders.get","arguments":{"id":"${input.id}"}},
          {"id":"ok","type":"approval","action":{"refund":"${input.id}"}},
          {"id":"pay","type":"tool","tool":"refunds.create","arguments":{"id":"${input.id}"}}],
         "output":{"label":"${steps.classify.output}","paid":"${steps.pay.output.ok}","by":"${steps.ok.output.by}"}}
        """;

    [Fact]
    public async Task Run_AgentToolsAndApproval_CompletesWithItsJournal()
    {
        await using var app = await StartAsync(Refund);
        app.Model.Say(ScriptedModel.Text("refund"));
        var run = await BeginAsync(app, """{"id":"o-1"}""");

        var asked = await app.AskedAsync(run);
        Assert.Equal("""{"refund":"o-1"}""", asked.Request.Action.GetRawText());
        Assert.Equal(["orders.get"], app.Tools.Made.Select(static c => c.Tool));
        await app.DecideAsync(asked, ApprovalDecision.Approve);
        var detail = await app.EndAsync(run);

        Assert.Equal(RunStatus.Succeeded, detail.Run.Status);
        Assert.Equal("""{"label":"refund","paid":true,"by":"approver/ann"}""", detail.Output!.Value.GetRawText());
        Assert.Equal(["00001-classify Agent Succeeded", "00002-order Tool Succeeded", "00003-ok Approval Succeeded", "00004-pay Tool Succeeded"], detail.Steps.Select(static s => $"{s.Id} {s.Kind} {s.Status}"));
        Assert.Equal([$"{run}:00002-order", $"{run}:00004-pay"], app.Tools.Made.Select(static c => c.IdempotencyKey));
        Assert.Equal(ApprovalStatus.Used, (await app.ApprovalAsync(asked.Id)).Status);
    }

    [Fact]
    public async Task Run_Denied_FailsAndPaysNothing()
    {
        await using var app = await StartAsync(Refund);
        var run = await BeginAsync(app, """{"id":"o-1"}""");
        await app.DecideAsync(await app.AskedAsync(run), ApprovalDecision.Deny, "too much");
        var detail = await app.EndAsync(run);

        Assert.Equal(RunStatus.Failed, detail.Run.Status);
        Assert.Contains("too much", detail.Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("refunds.create", app.Tools.Made.Select(static c => c.Tool));
    }

    [Fact]
    public async Task Run_GuardedTool_WaitsForItsApprovalAndSendsTheSameCall()
    {
        await using var app = await StartAsync("""{"agent":"triage","steps":[{"id":"pay","type":"tool","tool":"refunds.create","arguments":{"id":"1"}}]}""");
        app.Tools.Guarded.Add("refunds.create");
        var run = await BeginAsync(app, "{}");
        await app.DecideAsync(await app.AskedAsync(run), ApprovalDecision.Approve);

        Assert.Equal(RunStatus.Succeeded, (await app.EndAsync(run)).Run.Status);
        Assert.Equal(2, app.Tools.Asked.Count);
        Assert.Single(app.Tools.Asked.Select(static c => c.IdempotencyKey).Distinct());
    }

    [Fact]
    public async Task Run_Cancelled_UndoesWhatWasDone()
    {
        await using var app = await StartAsync("""
            {"agent":"triage","steps":[
              {"id":"a","type":"tool","tool":"refunds.create","arguments":{"id":"1"},"compensate":[{"id":"u","type":"tool","tool":"refunds.cancel","arguments":{"id":"${steps.a.output.ok}"}}]},
              {"id":"w","type":"wait","event":"never"}]}
            """);
        var run = await BeginAsync(app, "{}");
        await app.UntilAsync(run, static steps => steps.Any(static s => s.Id == "00002-w" && s.Status == RunStepStatus.Waiting), "it waits");
        await app.DoAsync(run, RunVerb.Cancel);
        var detail = await app.EndAsync(run);

        Assert.Equal(RunStatus.Cancelled, detail.Run.Status);
        Assert.Equal(["refunds.create", "refunds.cancel"], app.Tools.Made.Select(static c => c.Tool));
        Assert.Contains(detail.Steps, static s => s.Kind == RunStepKind.Compensation && s.Status == RunStepStatus.Succeeded);
    }

    [Fact]
    public async Task Run_Failed_RewoundAndDoneAgainFromWhereItFailed()
    {
        await using var app = await StartAsync("""{"agent":"triage","limits":{"deadline":"06:00:00"},"steps":[{"id":"a","type":"tool","tool":"orders.get"},{"id":"b","type":"tool","tool":"orders.find"}],"output":"${steps.b.output}"}""");
        app.Tools.Refusal = static call => call.Tool == "orders.find" ? new Core.Errors.ApiError(400, "invalid_request", "Not yet.") { ShouldRetry = false } : null;
        var run = await BeginAsync(app, "{}");
        Assert.Equal(RunStatus.Failed, (await app.EndAsync(run)).Run.Status);
        await TestWait.UntilAsync(async () => (await app.Engine.FindAsync(RunWorkflows.InstanceOf(Tenants.Default, run), CancellationToken.None))!.Status == Core.Workflows.WorkflowStatus.Failed, "nothing of it waits any more, its deadline neither");

        app.Tools.Refusal = static _ => null;
        await app.DoAsync(run, RunVerb.Rewind);
        await TestWait.UntilAsync(async () => (await app.ReadAsync(run)).Run.Status == RunStatus.Succeeded, "it succeeds after the rewind");
        Assert.Equal(["orders.get", "orders.find"], app.Tools.Made.Select(static c => c.Tool));
    }

    [Fact]
    public async Task Run_WorkflowInWorkflow_AndEventFromOutside()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"c","type":"workflow","workflow":"inner","input":{"n":4}},{"id":"w","type":"wait","event":"go","filter":"event.ok"}],"output":"${steps.c.output.n} ${steps.w.output.event.who}"}""", """{"input":{"type":"object","properties":{"n":{"type":"number"}}},"steps":[{"id":"s","type":"set","values":{"n":"${input.n + 1}"}}],"output":{"n":"${vars.n}"}}""");
        var run = await BeginAsync(app, "{}");
        await app.UntilAsync(run, static steps => steps.Any(static s => s.Kind == RunStepKind.Event && s.Status == RunStepStatus.Waiting), "it waits");
        foreach (var payload in (string[])["""{"ok":false,"who":"eve"}""", """{"ok":true,"who":"ann"}"""])
            Assert.True(await app.Engine.RaiseEventAsync(RunWorkflows.InstanceOf(Tenants.Default, run), "go", JsonDocument.Parse(payload).RootElement, CancellationToken.None));

        Assert.Equal("\"5 ann\"", (await app.EndAsync(run)).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task Run_CallsItselfWithABound_EndsAtTheBound()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"t","type":"try","steps":[{"id":"again","type":"workflow","workflow":"flow","maxDepth":2}],"catch":[{"id":"k","type":"set","values":{"why":"${error.message}"}}]}],"output":"${steps.again.status}"}""");
        var detail = await app.EndAsync(await BeginAsync(app, "{}"));
        Assert.Equal("\"succeeded\"", detail.Output!.Value.GetRawText());
    }

    [Fact]
    public async Task Run_LoopOfCalls_KeepsItsHistoryShort()
    {
        await using var app = await StartAsync("""{"agent":"triage","limits":{"steps":2000},"steps":[{"id":"z","type":"set","values":{"n":0}},{"id":"l","type":"loop","while":"vars.n < 150","maxIterations":1000,"steps":[{"id":"t","type":"tool","tool":"orders.get"},{"id":"i","type":"set","values":{"n":"${vars.n + 1}"}}]}],"output":"${vars.n}"}""", replays: false);
        var detail = await app.EndAsync(await BeginAsync(app, "{}"));
        Assert.Equal("150", detail.Output!.Value.GetRawText());
        Assert.Equal(150, app.Tools.Made.Count);
        Assert.InRange(app.HistoryEvents(), 1, 400);
    }

    [Fact]
    public async Task Run_ThirtyDays_WakesInTime()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"t","type":"timer","duration":"30.00:00:00"}],"output":"${steps.t.output.at}"}""");
        var run = await BeginAsync(app, "{}");
        await app.UntilAsync(run, static steps => steps.Any(static s => s.Status == RunStepStatus.Waiting), "it waits");
        Assert.Equal("2026-03-31T12:00:00+00:00", (await app.EndInTimeAsync(run, TimeSpan.FromHours(6))).Output!.Value.GetString());
    }

    private static async Task<AgentApp> StartAsync(string spec, string? inner = null, bool replays = true)
    {
        var app = await AgentApp.StartAsync(replays);
        await app.DeclareAgentAsync();
        if (inner is not null) await app.DeclareAsync("workflows", "inner", inner);
        await app.DeclareAsync("workflows", "flow", spec);
        return app;
    }

    private static Task<string> BeginAsync(AgentApp app, string input) => app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), input);
}
