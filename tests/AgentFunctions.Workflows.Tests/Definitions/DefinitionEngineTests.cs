using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.TestKit;
using AgentFunctions.Workflows.Tests.Agents.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Runs of definitions over restarts and changes, and every type of step, on the embedded engine that replays after every await.</summary>
public sealed class DefinitionEngineTests
{
    /// <summary>A run goes by the definition it began with, whatever becomes of it meanwhile, also in a process that begins anew.</summary>
    [Fact]
    public async Task Run_DefinitionReplacedAndDeletedMeanwhile_GoesOnByItsOwn()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"w","type":"wait","event":"go"},{"id":"s","type":"set","values":{"v":"first"}}],"output":"${vars.v} ${steps.w.output.event}"}""");
        var first = await BeginAsync(app, "{}");
        await WaitsAsync(app, first);
        await app.DeclareAsync("workflows", "flow", """{"steps":[{"id":"w","type":"wait","event":"go"}],"output":"second"}""");
        app.Time.Advance(TimeSpan.FromSeconds(3));
        var second = await BeginAsync(app, "{}");
        await WaitsAsync(app, second);
        var deleted = await app.Services.GetRequiredService<ResourceStore>().DeleteAsync(Actor.System(Tenants.Default), ResourceKinds.Workflows, "flow", null, CancellationToken.None);
        Assert.True(deleted.Error is null, deleted.Error?.Message);
        await app.RestartAsync();

        foreach (var run in (string[])[first, second]) Assert.True(await app.Engine.RaiseEventAsync(RunWorkflows.InstanceOf(Tenants.Default, run), "go", JsonDocument.Parse("7").RootElement, CancellationToken.None));
        Assert.Equal("\"first 7\"", (await app.EndAsync(first)).Output!.Value.GetRawText());
        Assert.Equal("\"second\"", (await app.EndAsync(second)).Output!.Value.GetRawText());
    }

    /// <summary>Every type of step in one definition, on the engine that replays after every await.</summary>
    [Fact]
    public async Task Run_EveryTypeOfStep_CompletesWithoutDivergence()
    {
        await using var app = await StartAsync("""
            {"agent":"triage","limits":{"deadline":"1.00:00:00"},"steps":[
              {"id":"t","type":"timer","duration":"00:00:05"},
              {"id":"p","type":"parallel","join":"any","rest":"finish","onFailure":"continue","branches":{
                "l":[{"id":"a","type":"agent","agent":"triage","input":"hello"}],
                "r":[{"id":"w","type":"wait","event":"never","timeout":"00:00:30","onTimeout":"continue"}]}},
              {"id":"c","type":"workflow","workflow":"inner","input":{"n":1}},
              {"id":"f","type":"forEach","each":"['1', '2', '3']","maxItems":3,"concurrency":2,"collect":"${item}","steps":[{"id":"o","type":"tool","tool":"orders.get","arguments":{"id":"${item}"},"retry":{"attempts":2}}]},
              {"id":"l","type":"loop","while":"loop.index < 2","maxIterations":2,"steps":[{"id":"again","type":"tool","tool":"orders.find","timeout":"00:10:00"}]},
              {"id":"q","type":"ask","prompt":"How many?","schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}},
              {"id":"y","type":"try","steps":[{"id":"buy","type":"tool","tool":"refunds.create","compensate":[{"id":"undo","type":"tool","tool":"refunds.cancel"}]},{"id":"e","type":"approval","action":{"a":1},"expiresAfter":"00:01:00"}],"catch":[{"id":"k","type":"set","values":{"why":"${error.code}"}}],"finally":[{"id":"z","type":"set","values":{"z":true}}]},
              {"id":"s","type":"switch","cases":[{"when":"vars.why == 'approval_denied'","steps":[{"id":"h","type":"handOff","agent":"triage","input":"${steps.q.output.value.n}"}]}],"default":[{"id":"d","type":"end","output":"no"}]}]}
            """, """{"input":{"type":"object","properties":{"n":{"type":"number"}}},"steps":[{"id":"s","type":"set","values":{"n":"${input.n + 1}"}}]}""");
        app.Model.Say(ScriptedModel.Text("hi"));
        app.Model.Say(ScriptedModel.Text("bye"));
        var run = await BeginAsync(app, "{}");
        await AnswerInTimeAsync(app, run, """{"n":4}""");
        var detail = await app.EndInTimeAsync(run);
        Assert.True(detail.Run.Status == RunStatus.Succeeded, detail.Error?.Message);
        Assert.Equal("\"bye\"", detail.Output!.Value.GetRawText());
        Assert.Equal(["orders.get", "orders.get", "orders.get", "orders.find", "orders.find", "refunds.create", "refunds.cancel"], app.Tools.Made.Select(static c => c.Tool));
    }

    /// <summary>What cannot be known before the run is refused in it, with the step's own field.</summary>
    [Fact]
    public async Task Run_HandsOverWhatDoesNotFit_FailsWithTheFieldOfTheStep()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAsync("agents", "taker", """{"models":["m"],"context":{"handoff":{"type":"object","properties":{"order":{"type":"string"}},"required":["order"]}}}""");
        await app.DeclareAsync("workflows", "flow", """{"steps":[{"id":"s","type":"set","values":{"a":1}},{"id":"h","type":"handOff","agent":"taker","input":{"order":"${input.order}"}}]}""");

        var run = await app.EndAsync(await BeginAsync(app, """{"order":5}"""));

        Assert.Equal(RunStatus.Failed, run.Run.Status);
        Assert.Contains("spec.steps[1]: ", run.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("input.order: ", run.Error.Message, StringComparison.Ordinal);
        Assert.Empty(app.Model.Bodies);
    }

    private static async Task AnswerInTimeAsync(AgentApp app, string run, string value)
    {
        Approval? asked = null;
        await TestWait.UntilAsync(
            async () =>
            {
                app.Time.Advance(TimeSpan.FromSeconds(1));
                asked = (await app.ReadAsync(run)).PendingApprovals.FirstOrDefault(static a => a.Request.Kind == ApprovalKind.Input);
                return asked is not null;
            },
            "it asks",
            TimeSpan.FromMinutes(1));
        await app.DecideAsync(asked!, ApprovalDecision.Answer, value: JsonDocument.Parse(value).RootElement);
    }

    private static async Task<AgentApp> StartAsync(string spec, string? inner = null)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        if (inner is not null) await app.DeclareAsync("workflows", "inner", inner);
        await app.DeclareAsync("workflows", "flow", spec);
        return app;
    }

    private static Task<string> BeginAsync(AgentApp app, string input) => app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), input);

    private static Task WaitsAsync(AgentApp app, string run) => app.UntilAsync(run, static steps => steps.Any(static s => s.Kind == RunStepKind.Event && s.Status == RunStepStatus.Waiting), "it waits");
}
