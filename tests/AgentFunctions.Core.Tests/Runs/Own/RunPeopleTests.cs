using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Forking;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

/// <summary>Who is behind a run, and so has no say in what it asks people; and the versions it goes by.</summary>
public sealed class RunPeopleTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private OwnRunProcess _one = null!;
    private string _run = "";

    public async Task InitializeAsync()
    {
        _one = await OwnRunProcess.StartAsync(_time, new InMemoryDocumentStore(_time), new FakeWorkflowClient(_time));
        _run = (await _one.StartAsync()).Value!.Id;
        await _one.StepAsync(_run, "s1", output: "1");
    }

    public async Task DisposeAsync() => await _one.DisposeAsync();

    [Fact]
    public async Task Fork_OfAFork_KnowsWhoStartedEachBeforeIt()
    {
        var first = await ForkAsync(_run, "approver/ann");
        var second = await ForkAsync(first, "app/shop");

        Assert.Equal(["operator/ops"], await BehindAsync(first));
        Assert.Equal(["operator/ops", "approver/ann"], (await BehindAsync(second)).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal("app/shop", (await _one.FindAsync(second))!.StartedBy);
    }

    [Fact]
    public async Task Fork_OfARunThatASubscriptionStarted_NamesNoSubscription()
    {
        var run = (await _one.Get<RunStarter>().StartAsync(RunInitiator.System(Tenants.Default, "subscriptions/orders"), Request("a"), None)).Value!.Id;
        await _one.StepAsync(run, "s1", output: "1");

        Assert.Empty(await BehindAsync(await ForkAsync(run, "approver/ann")));
    }

    [Fact]
    public async Task RunsWithin_KnowTheAgentsAboveThem()
    {
        var child = await ChildAsync(_run, "s2");
        var inner = await ChildAsync(child, "s1");

        Assert.Equal(["agent/a"], await BehindAsync(child));
        Assert.Equal(["agent/a"], await BehindAsync(inner));
        Assert.Equal("operator/ops", (await _one.FindAsync(inner))!.StartedBy);
    }

    [Theory]
    [InlineData(RunVerb.Cancel, true)]
    [InlineData(RunVerb.Terminate, true)]
    [InlineData(RunVerb.Suspend, false)]
    [InlineData(RunVerb.Resume, false)]
    public async Task WhoEndsARun_IsBehindItAndTheRunsWithin(RunVerb verb, bool isBehind)
    {
        var child = await ChildAsync(_run, "s2");

        Assert.Null((await DoAsync(verb, "ann")).Error);

        Assert.Equal(isBehind, (await BehindAsync(_run)).Contains("approver/ann"));
        Assert.Equal(isBehind, (await BehindAsync(child)).Contains("approver/ann"));
    }

    [Fact]
    public async Task WhoRewindsARun_IsBehindIt()
    {
        await _one.StepAsync(_run, "s2", RunStepStatus.Failed);
        await _one.Journal.CloseAsync(Tenants.Default, _run, RunStatus.Failed, null, new ApiError(500, "x", "y"), None);
        _one.Engine.Set(OwnRunProcess.InstanceOf(_run), WorkflowStatus.Failed, "y");

        Assert.Null((await DoAsync(RunVerb.Rewind, "ann")).Error);

        Assert.Equal(["approver/ann"], await BehindAsync(_run));
    }

    [Fact]
    public async Task Pins_OfWhatWasSuspendedAndResumed_AreTheSame_AndOthersOfAnotherSpec()
    {
        var before = (await WorkAsync(_run)).Pins;
        foreach (var state in (OperatingState[])[OperatingState.Suspended, OperatingState.Active, OperatingState.Throttled])
            Assert.Null((await _one.Get<ResourceStates>().SetAsync(Actor.System(Tenants.Default), ResourceKinds.Agents, "a", new StateChange(state, "r", null), None)).Error);
        _time.Advance(TimeSpan.FromSeconds(3));
        var after = (await WorkAsync((await _one.StartAsync()).Value!.Id)).Pins;
        Assert.Equal(before["agents/a"], after["agents/a"]);

        await _one.Get<ResourceStore>().PutAsync(Actor.System(Tenants.Default), ResourceKinds.Agents, "a", """{"spec":{"team":"red","owner":"olga"}}"""u8.ToArray(), new WriteCondition(null), None);
        _time.Advance(TimeSpan.FromSeconds(3));
        var changed = (await WorkAsync((await _one.StartAsync()).Value!.Id)).Pins["agents/a"];
        Assert.NotEqual(before["agents/a"], changed);
        Assert.Equal(5, changed.Version);
    }

    private static RunRequest Request(string agent) => new() { Target = new RunTarget(RunTargetKind.Agent, agent), Input = OwnRunProcess.Json("{}") };

    private async Task<RunWork> WorkAsync(string run) => (await _one.Get<IRunWork>().FindAsync(Tenants.Default, run, None))!;

    private async Task<IReadOnlyList<string>> BehindAsync(string run) => (await WorkAsync(run)).PublishedBy;

    private async Task<string> ForkAsync(string run, string by)
    {
        var fork = await _one.Get<RunForking>().ForkAsync(OwnRunProcess.Platform(), RunInitiator.System(Tenants.Default, by), run, new RunForkRequest { FromStep = "s1" }, None);
        Assert.True(fork.Error is null, fork.Error?.Message);
        await _one.StepAsync(fork.Value!.Id, "s1", output: "1");
        return fork.Value.Id;
    }

    private async Task<string> ChildAsync(string run, string step)
    {
        await _one.StepAsync(run, step, RunStepStatus.Running, kind: RunStepKind.Agent);
        var child = await _one.Get<IRunWork>().StartChildAsync(Tenants.Default, new ChildRun { ParentRunId = run, StepId = step, Target = new RunTarget(RunTargetKind.Agent, "a"), Input = OwnRunProcess.Json("{}") }, None);
        Assert.True(child.Error is null, child.Error?.Message);
        await _one.Engine.ScheduleAsync(OwnRunProcess.InstanceOf(child.Value!.Run.Id), "AgentRun", OwnRunProcess.Json("{}"), None);
        return child.Value.Run.Id;
    }

    private async Task<Outcome<Run>> DoAsync(RunVerb verb, string who)
    {
        var caller = new Caller(new Principal(Tenants.Default, PrincipalKind.Approver, who), "k", null, new FakeControlPlaneView()) { Access = Access.Platform };
        if (verb == RunVerb.Resume) await _one.DoAsync(RunVerb.Suspend, _run);
        return await _one.Get<RunControl>().DoAsync(RunViewer.Of(caller, AccessScopes.RunsStart), _run, verb, null, None);
    }
}
