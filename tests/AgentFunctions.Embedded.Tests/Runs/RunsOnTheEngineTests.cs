using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded.Tests.Workflows;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Embedded.Tests.Runs;

/// <summary>Runs on the real engine and the real store: a workflow that begins, waits for <c>go</c> or <c>cancel</c>, does one thing more and ends.</summary>
public sealed class RunsOnTheEngineTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly EmbeddedWorkflowHarness _harness = new(replayEveryTurn: true);
    private bool _breaks;
    private string _run = "";

    private string Instance => RunWorkflows.InstanceOf(Tenants.Default, _run);

    private IRunJournal Journal => Get<IRunJournal>();

    public async Task InitializeAsync()
    {
        var begin = _harness.Activity<RunStart, bool>("Begin", async (run, ct) =>
        {
            var input = (await Get<IRunWork>().FindAsync(run.TenantId, run.RunId, ct))!.Input;
            await DoAsync(run, "s1", input, ct);
            return await Journal.SetStatusAsync(run.TenantId, run.RunId, RunStatus.Waiting, ct);
        });
        var finish = _harness.Activity<RunStart, bool>("Finish", async (run, ct) =>
        {
            if (_breaks) throw new InvalidOperationException("broken");
            await DoAsync(run, "s2", JsonSerializer.SerializeToElement(2), ct);
            return await Journal.CloseAsync(run.TenantId, run.RunId, RunStatus.Succeeded, JsonSerializer.SerializeToElement("done"), null, ct);
        });
        var cancel = _harness.Activity<RunStart, bool>("Cancel", async (run, ct) => await Journal.CloseAsync(run.TenantId, run.RunId, RunStatus.Cancelled, null, null, ct));
        _harness.Workflow<RunStart, RunEnd>(RunWorkflows.Agent.Name, async (context, run) =>
        {
            await context.CallActivityAsync(begin, run);
            var go = context.WaitForEventAsync<JsonElement>("go");
            var isGo = await Task.WhenAny(go, context.WaitForEventAsync<JsonElement>(RunWorkflows.CancelEvent)) == go;
            await context.CallActivityAsync(isGo ? finish : cancel, run);
            return new RunEnd(run.RunId, isGo ? "succeeded" : "cancelled");
        });
        _harness.Services.AddAgentFunctionsRunUpkeep();
        await _harness.StartAsync();
        var resources = Get<ResourceStore>();
        await resources.EnsureTenantAsync(Tenants.Default, None);
        Assert.NotNull((await resources.PutAsync(Actor.System(Tenants.Default), ResourceKinds.Agents, "a", Encoding.UTF8.GetBytes("""{"spec":{}}"""), new WriteCondition(null), None)).Value);
        _run = await StartAsync();
        await UntilAsync(RunStatus.Waiting);
    }

    public async Task DisposeAsync() => await _harness.DisposeAsync();

    ValueTask IAsyncDisposable.DisposeAsync() => _harness.DisposeAsync();

    [Fact]
    public async Task Run_GoesToItsEnd_AndIsTheSameForTheSameKey()
    {
        await RaiseAsync("go");

        Assert.Equal(RunStatus.Succeeded, await EndAsync());
        Assert.Equal(_run, await StartAsync());
        Assert.Equal(WorkflowStatus.Completed, (await _harness.EndAsync(Instance)).Status);
        Assert.Equal(RunStepStatus.Succeeded, (await Journal.FindAsync(Tenants.Default, _run, "s2", None))!.Status);
    }

    [Fact]
    public async Task Cancel_IsHeardByTheWorkflow()
    {
        Assert.NotNull(await VerbAsync(RunVerb.Cancel));

        Assert.Equal(RunStatus.Cancelled, await EndAsync());
    }

    [Fact]
    public async Task Suspend_HoldsTheRun_AndResumeLetsItGoOn()
    {
        await VerbAsync(RunVerb.Suspend);
        await RaiseAsync("go");
        Assert.Equal(WorkflowStatus.Suspended, (await Get<IWorkflowClient>().FindAsync(Instance, None))!.Status);
        Assert.Equal(RunStatus.Suspended, (await FindAsync())!.Status);

        await VerbAsync(RunVerb.Resume);

        Assert.Equal(RunStatus.Succeeded, await EndAsync());
    }

    [Fact]
    public async Task Terminate_ThenPurge_LeavesNothingInEither()
    {
        await VerbAsync(RunVerb.Terminate);
        Assert.Equal(RunStatus.Terminated, (await FindAsync())!.Status);
        Assert.Equal(WorkflowStatus.Terminated, (await _harness.EndAsync(Instance)).Status);

        await VerbAsync(RunVerb.Purge);

        Assert.Null(await FindAsync());
        Assert.Null(await Get<IWorkflowClient>().FindAsync(Instance, None));
        var left = await Get<IDocumentStore>().QueryAsync(new DocumentPartition(DocumentContainer.Runs, Tenants.Default, _run), new DocumentQuery(), None);
        Assert.Equal(["run"], left.Items.Select(static d => d.Id));
        Assert.Empty((await Get<IDocumentStore>().QueryAsync(new DocumentPartition(DocumentContainer.Runs, Tenants.Default, "_payloads"), new DocumentQuery(), None)).Items);
    }

    [Fact]
    public async Task Failure_ThatNobodyRecorded_IsFoundByTheJob_AndRewound()
    {
        _breaks = true;
        await RaiseAsync("go");
        Assert.Equal(WorkflowStatus.Failed, (await _harness.EndAsync(Instance)).Status);
        await _harness.PassAsync(TimeSpan.FromMinutes(1));
        await _harness.Provider.GetServices<IScheduledJob>().Single(static job => job.Name == "run-ends").RunAsync(None);
        Assert.Equal(RunStatus.Failed, (await FindAsync())!.Status);

        _breaks = false;
        Assert.Equal(RunStatus.Running, (await VerbAsync(RunVerb.Rewind))!.Status);

        Assert.Equal(RunStatus.Succeeded, await EndAsync());
    }

    private async Task DoAsync(RunStart run, string id, JsonElement output, CancellationToken cancellationToken)
    {
        var now = _harness.Time.GetUtcNow();
        var step = new RunStep { Id = id, Kind = RunStepKind.Tool, Name = "n", Status = RunStepStatus.Running, StartedAt = now };
        await Journal.BeginAsync(run.TenantId, run.RunId, step, cancellationToken);
        await Journal.UpdateAsync(run.TenantId, run.RunId, step with { Status = RunStepStatus.Succeeded, EndedAt = now, Output = output }, cancellationToken);
    }

    private async Task<string> StartAsync() => (await Get<RunStarter>().StartAsync(
        RunInitiator.System(Tenants.Default, "operator/ops"),
        new RunRequest { Target = new RunTarget(RunTargetKind.Agent, "a"), Input = JsonSerializer.SerializeToElement(new string('x', 40_000)), IdempotencyKey = "k" },
        None)).Value!.Id;

    private Task UntilAsync(RunStatus status) => TestWait.UntilAsync(async () => (await FindAsync())?.Status == status, $"the run is {status}");

    private async Task RaiseAsync(string name) => Assert.True(await Get<IWorkflowClient>().RaiseEventAsync(Instance, name, JsonSerializer.SerializeToElement(1), None));

    private async Task<RunStatus> EndAsync() => (await Get<RunFeed>().WaitForEndAsync(Tenants.Default, _run, TimeSpan.FromMinutes(5), None).AsTask().WaitAsync(TimeSpan.FromMinutes(1)))!.Status;

    private async Task<Run?> VerbAsync(RunVerb verb) => (await Get<RunControl>().DoAsync(Viewer(), _run, verb, null, None)).Value;

    private async Task<Run?> FindAsync() => (await Get<RunReader>().GetAsync(Viewer(), _run, None)).Value;

    private T Get<T>()
        where T : notnull => _harness.Provider.GetRequiredService<T>();

    private static RunViewer Viewer() => RunViewer.Of(new Caller(new Principal(Tenants.Default, PrincipalKind.Platform, "bootstrap"), "k", null, new FakeControlPlaneView()) { Access = Access.Platform }, AccessScopes.TracesRead);
}
