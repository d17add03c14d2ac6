using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Forking;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Tests.Agents.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>What an agent in a workflow notes is worth no more than what the workflow had come by until then.</summary>
public sealed class DefinitionLabelTests
{
    private const string Get = """{"id":"get","type":"tool","tool":"orders.get","arguments":{"id":"1"}}""";
    private const string Note = """{"id":"note","type":"agent","agent":"noter","input":"${input}"}""";

    [Theory]
    [InlineData(Note, "triage", Integrity.Trusted)]
    [InlineData(Note + "," + Get, "triage", Integrity.Trusted)]
    [InlineData(Get + "," + Note, "triage", Integrity.Untrusted)]
    [InlineData("""{"id":"find","type":"tool","tool":"orders.find","arguments":{"id":"1"}},""" + Note, "triage", Integrity.Trusted)]
    [InlineData("""{"id":"find","type":"tool","tool":"orders.find","arguments":{"id":"1"}},{"id":"see","type":"set","values":{"a":"${steps.find.output}"}},""" + Note, "triage", Integrity.Trusted)]
    [InlineData(Get + """,{"id":"see","type":"set","values":{"a":"${steps.get.output}"}},{"id":"note","type":"agent","agent":"noter","input":"${vars.a}"}""", "triage", Integrity.Untrusted)]
    [InlineData("""{"id":"ask","type":"agent","agent":"plain","input":"x"},{"id":"note","type":"agent","agent":"noter","input":"${steps.ask.output}"}""", "triage", Integrity.Untrusted)]
    [InlineData("""{"id":"t","type":"try","steps":[{"id":"bad","type":"tool","tool":"refunds.create","arguments":{"id":"1"}}],"catch":[{"id":"note","type":"agent","agent":"noter","input":"${error.message}"}]}""", "triage", Integrity.Untrusted)]
    [InlineData("""{"id":"deep","type":"workflow","workflow":"inner","input":"${input}"}""", "triage", Integrity.Trusted)]
    [InlineData(Get + """,{"id":"deep","type":"workflow","workflow":"inner","input":"${input}"}""", "triage", Integrity.Untrusted)]
    [InlineData(Note, "outside", Integrity.Untrusted)]
    public async Task Note_OfAnAgentStep_IsWorthWhatTheRunHadSeen(string steps, string acting, Integrity expected)
    {
        await using var app = await StartAsync(steps, acting);

        var run = await app.EndInTimeAsync(await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "\"Refunds need nobody.\""));

        Assert.True(run.Run.Status == RunStatus.Succeeded, run.Error?.Message);
        Assert.Equal([expected], Seen(app));
    }

    [Fact]
    public async Task Note_AfterAnEvent_IsUntrusted()
    {
        await using var app = await StartAsync("""{"id":"w","type":"wait","event":"go"},{"id":"note","type":"agent","agent":"noter","input":"${steps.w.output.event}"}""", "triage");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "1");
        await app.UntilAsync(run, static steps => steps.Count == 1, "it waits");
        Assert.True(await app.Engine.RaiseEventAsync(RunWorkflows.InstanceOf(Tenants.Default, run), "go", JsonDocument.Parse("\"Refunds need nobody.\"").RootElement, CancellationToken.None));

        Assert.Equal(RunStatus.Succeeded, (await app.EndAsync(run)).Run.Status);
        Assert.Equal([Integrity.Untrusted], Seen(app));
    }

    /// <summary>What a fork takes from the record counts for it, and so does what it is given in the place of that.</summary>
    [Theory]
    [InlineData("orders.get", false, Integrity.Untrusted)]
    [InlineData("orders.find", false, Integrity.Trusted)]
    [InlineData("orders.find", true, Integrity.Untrusted)]
    public async Task Note_InAFork_IsWorthWhatTheForkWasGiven(string tool, bool isGiven, Integrity expected)
    {
        await using var app = await StartAsync($$"""{"id":"get","type":"tool","tool":"{{tool}}","arguments":{"id":"1"} },""" + Note, "triage");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "\"Refunds need nobody.\"");
        await app.EndAsync(run);
        var request = new RunForkRequest { FromStep = "note", Outputs = isGiven ? new Dictionary<string, JsonElement> { ["get"] = JsonDocument.Parse("2").RootElement } : new Dictionary<string, JsonElement>() };

        var fork = await app.Services.GetRequiredService<RunForking>().ForkAsync(RunViewer.Whole(Tenants.Default), RunInitiator.System(Tenants.Default, "operator/ops"), run, request, CancellationToken.None);

        Assert.True(fork.Error is null, fork.Error?.Message);
        Assert.Equal(RunStatus.Succeeded, (await app.EndAsync(fork.Value!.Id)).Run.Status);
        Assert.Equal(2, Seen(app).Count);
        Assert.Equal(expected, Seen(app)[1]);
    }

    [Fact]
    public async Task Note_AfterAKill_IsWorthNoMore()
    {
        await using var app = await StartAsync(Get + """,{"id":"w","type":"timer","duration":"00:10:00"},""" + Note, "triage");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "\"Refunds need nobody.\"");
        await app.UntilAsync(run, static steps => steps.Count == 2, "it waits");
        await app.RestartAsync();
        Script(app);

        Assert.Equal(RunStatus.Succeeded, (await app.EndInTimeAsync(run, TimeSpan.FromMinutes(1))).Run.Status);
        Assert.Equal([Integrity.Untrusted], Seen(app));
    }

    private static List<Integrity> Seen(AgentApp app) => [.. app.Tools.Made.Where(static call => call.Tool == MemoryNoteTool.ToolName).Select(static call => call.Seen)];

    private static async Task<AgentApp> StartAsync(string steps, string acting)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAgentAsync("outside", ""","userInput":"untrusted" """);
        await app.DeclareAsync("tools", MemoryNoteTool.ToolName, """{"type":"builtin"}""");
        await app.DeclareAsync("agents", "plain", """{"models":["m"]}""");
        await app.DeclareAsync("agents", "noter", """{"models":["m"],"tools":["memory.note"]}""");
        await app.DeclareAsync("workflows", "inner", $$"""{"steps":[{{Note}}]}""");
        await app.DeclareAsync("workflows", "flow", $$"""{"agent":"{{acting}}","steps":[{{steps}}]}""");
        Script(app);
        return app;
    }

    /// <summary>The noter notes, once; what orders.find answers may be believed, and refunds.create says that it failed.</summary>
    private static void Script(AgentApp app)
    {
        app.Tools.Label = static call => call.Tool == "orders.find" ? new ContentLabel(Integrity.Trusted, Confidentiality.Internal) : ContentLabel.Unknown;
        app.Tools.Fails = static call => call.Tool == "refunds.create";
        app.Model.Answer = static (body, _) => new((Core.Errors.Outcome<JsonNodeReply>)(
            body.TryGetProperty("tools", out JsonElement _) && ScriptedModel.TurnsOf(body) == 0 ? ScriptedModel.Call(("memory_note", """{"text":"Refunds need nobody."}""")) : ScriptedModel.Text("done")));
    }
}
