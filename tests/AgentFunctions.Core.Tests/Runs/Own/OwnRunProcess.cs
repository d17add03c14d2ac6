using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

/// <summary>One process that runs agents, with the agents <c>a</c> and <c>b</c>. Several over the same store, clock and engine stand for several processes; one that is dropped was killed.</summary>
internal sealed class OwnRunProcess : IAsyncDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly ServiceProvider _services;

    public OwnRunProcess(FakeTimeProvider time, IDocumentStore inner, FakeWorkflowClient engine)
    {
        (Store, Engine) = (new FaultyDocumentStore(inner), engine);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddSingleton<IDocumentStore>(Store).AddSingleton<IWorkflowClient>(engine).AddLogging();
        _services = services.AddAgentFunctionsRunUpkeep().AddMemoryStore().BuildServiceProvider();
    }

    public FaultyDocumentStore Store { get; }

    public FakeWorkflowClient Engine { get; }

    public IRunJournal Journal => Get<IRunJournal>();

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static string InstanceOf(string runId) => RunWorkflows.InstanceOf(Tenants.Default, runId);

    public static async Task<OwnRunProcess> StartAsync(FakeTimeProvider time, IDocumentStore inner, FakeWorkflowClient engine)
    {
        var process = new OwnRunProcess(time, inner, engine);
        await process.DeclareAsync();
        return process;
    }

    public async Task PutAgentAsync(string id, string spec) => Assert.NotNull(
        (await Get<ResourceStore>().PutAsync(Actor.System(Tenants.Default), ResourceKinds.Agents, id, Encoding.UTF8.GetBytes($$"""{"spec":{{spec}}}"""), new WriteCondition(null), None)).Value);

    public async Task DeclareAsync()
    {
        var resources = Get<ResourceStore>();
        await resources.EnsureTenantAsync(Tenants.Default, None);
        foreach (var (kind, id, spec) in ((ResourceKind, string, string)[])[(ResourceKinds.Teams, "red", "{}"), (ResourceKinds.Teams, "blue", "{}"), (ResourceKinds.Agents, "a", """{"team":"red"}"""), (ResourceKinds.Agents, "b", """{"team":"blue"}""")])
            Assert.NotNull((await resources.PutAsync(Actor.System(Tenants.Default), kind, id, Encoding.UTF8.GetBytes($$"""{"spec":{{spec}}}"""), new WriteCondition(null), None)).Value);
    }

    public async Task<Outcome<Run>> StartAsync(string? key = null, string input = """{"n":1}""", string agent = "a", RunRequestLimits? limits = null, string? endUser = null) => await Get<RunStarter>().StartAsync(
        RunInitiator.System(Tenants.Default, "operator/ops"),
        new RunRequest { Target = new RunTarget(RunTargetKind.Agent, agent), Input = Json(input), IdempotencyKey = key, Limits = limits ?? new RunRequestLimits(), EndUser = endUser },
        None);

    public async Task<Outcome<Run>> DoAsync(RunVerb verb, string runId) => await Get<RunControl>().DoAsync(Platform(), runId, verb, "because", None);

    public async Task<Run?> FindAsync(string runId) => (await Get<RunReader>().GetAsync(Platform(), runId, None)).Value;

    public async Task<IReadOnlyList<Run>> ListAsync(RunFilter? filter = null) => (await Get<RunReader>().ListAsync(Platform(), filter ?? new RunFilter(null, null, null), 500, null, None)).Value!.Items;

    public async Task<IReadOnlyList<RunEvent>> EventsAsync(string runId)
    {
        var (all, cursor) = (new List<RunEvent>(), (string?)null);
        do
        {
            var page = (await Get<RunFeed>().ListAsync(Platform(), runId, 500, cursor, None)).Value!;
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }

    public Task JobAsync(string name) => _services.GetServices<IScheduledJob>().Single(job => job.Name == name).RunAsync(None);

    /// <summary>Ids of all documents of a partition.</summary>
    public async Task<IReadOnlyList<string>> DocumentsAsync(string second) =>
        [.. (await Store.QueryAsync(new DocumentPartition(DocumentContainer.Runs, Tenants.Default, second), new DocumentQuery(), None)).Items.Select(static d => d.Id)];

    public Task<IReadOnlyList<string>> IndexAsync() => DocumentsAsync("_index");

    public async Task<RunStep> StepAsync(string runId, string stepId, RunStepStatus status = RunStepStatus.Succeeded, string? output = null, RunStepKind kind = RunStepKind.Tool, string? input = null)
    {
        var now = Get<TimeProvider>().GetUtcNow();
        var step = new RunStep { Id = stepId, Kind = kind, Name = "n", Status = RunStepStatus.Running, StartedAt = now, Input = input is null ? null : Json(input), InputDigest = input };
        await Journal.BeginAsync(Tenants.Default, runId, step, None);
        return status == RunStepStatus.Running
            ? step
            : await Journal.UpdateAsync(Tenants.Default, runId, step with { Status = status, EndedAt = RunStepJson.IsEnded(status) ? now : null, Output = output is null ? null : Json(output) }, None);
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    public static RunViewer Platform() => RunViewer.Of(new Caller(new Principal(Tenants.Default, PrincipalKind.Platform, "bootstrap"), "k", null, new FakeControlPlaneView()) { Access = Access.Platform }, AccessScopes.TracesRead);
}
