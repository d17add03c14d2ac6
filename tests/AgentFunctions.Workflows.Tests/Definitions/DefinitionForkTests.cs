using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Forking;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Tests.Agents.Running;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>What a fork takes from the record is the other run's: the fork does not undo it, and does not take over what was undone.</summary>
public sealed class DefinitionForkTests
{
    private const string Buy = """{"id":"buy","type":"tool","tool":"refunds.create","compensate":[{"id":"undo","type":"tool","tool":"refunds.cancel"}]}""";

    [Fact]
    public async Task Fork_ThatFails_DoesNotUndoWhatTheOtherRunDid()
    {
        await using var app = await StartAsync($$"""{{Buy}},{"id":"find","type":"tool","tool":"orders.find"}""");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        Assert.Equal(RunStatus.Succeeded, (await app.EndAsync(run)).Run.Status);

        app.Tools.Refusal = static call => call.Tool == "orders.find" ? new ApiError(403, ErrorCodes.NotEntitled, "No.") : null;
        var fork = (await ForkAsync(app, run, "find")).Value!.Id;

        Assert.Equal(RunStatus.Failed, (await app.EndInTimeAsync(fork)).Run.Status);
        Assert.Equal(["refunds.create", "orders.find"], app.Tools.Made.Select(static call => call.Tool));
    }

    [Fact]
    public async Task Fork_ThatDoesItAnew_UndoesItsOwn()
    {
        await using var app = await StartAsync($$"""{{Buy}},{"id":"find","type":"tool","tool":"orders.find"}""");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await app.EndAsync(run);

        app.Tools.Refusal = static call => call.Tool == "orders.find" ? new ApiError(403, ErrorCodes.NotEntitled, "No.") : null;
        var fork = (await ForkAsync(app, run, "buy")).Value!.Id;

        Assert.Equal(RunStatus.Failed, (await app.EndInTimeAsync(fork)).Run.Status);
        Assert.Equal(["refunds.create", "orders.find", "refunds.create", "refunds.cancel"], app.Tools.Made.Select(static call => call.Tool));
    }

    [Fact]
    public async Task Fork_FromBehindWhatWasUndone_IsRefused()
    {
        await using var app = await StartAsync($$"""{{Buy}},{"id":"find","type":"tool","tool":"orders.find"}""");
        app.Tools.Refusal = static call => call.Tool == "orders.find" ? new ApiError(403, ErrorCodes.NotEntitled, "No.") : null;
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        Assert.Equal(RunStatus.Failed, (await app.EndInTimeAsync(run)).Run.Status);
        app.Tools.Refusal = static _ => null;

        var refused = await ForkAsync(app, run, "find");

        Assert.Equal((409, "fromStep"), (refused.Error!.Status, refused.Error.Param));
        Assert.Contains("00001-buy", refused.Error.Message, StringComparison.Ordinal);
        var fork = (await ForkAsync(app, run, "buy")).Value!.Id;
        Assert.Equal(RunStatus.Succeeded, (await app.EndInTimeAsync(fork)).Run.Status);
        Assert.Equal(["refunds.create", "refunds.cancel", "refunds.create", "orders.find"], app.Tools.Made.Select(static call => call.Tool));
    }

    [Fact]
    public async Task Fork_OfAnAgentThatIsCancelled_DoesNotUndoWhatTheOtherRunDid()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareToolAsync("refunds.create", ""","compensate":{"tool":"refunds.cancel"}""");
        await app.DeclareAgentAsync();
        app.Model.Say(ScriptedModel.Call(("refunds_create", "{}")), ScriptedModel.Call(("orders_find", "{}")), ScriptedModel.Text("done"));
        var run = await app.BeginAsync();
        var ended = await app.EndAsync(run);
        Assert.Equal(RunStatus.Succeeded, ended.Run.Status);
        app.Tools.Guarded.Add("orders.find");

        var find = ended.Steps.Single(static step => step.Name == "orders.find").Id;
        var fork = (await ForkAsync(app, run, find)).Value!.Id;
        await app.AskedAsync(fork);
        await app.DoAsync(fork, RunVerb.Cancel);

        Assert.Equal(RunStatus.Cancelled, (await app.EndInTimeAsync(fork)).Run.Status);
        Assert.DoesNotContain(app.Tools.Made, static call => call.Tool == "refunds.cancel");
    }

    private static ValueTask<Outcome<Run>> ForkAsync(AgentApp app, string run, string step) => app.Services.GetRequiredService<RunForking>().ForkAsync(
        RunViewer.Whole(Tenants.Default), RunInitiator.System(Tenants.Default, "operator/ops"), run, new RunForkRequest { FromStep = step }, CancellationToken.None);

    private static async Task<AgentApp> StartAsync(string steps)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "flow", $$"""{"agent":"triage","steps":[{{steps}}]}""");
        return app;
    }
}
