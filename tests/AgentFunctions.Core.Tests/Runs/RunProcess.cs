using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Upkeep;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs;

/// <summary>One process whose calls name runs. Several over the same store and clock stand for several processes; one that is dropped was killed.</summary>
internal sealed class RunProcess : IAsyncDisposable
{
    public static readonly RunsOptions Defaults = new();

    private readonly ServiceProvider _services;

    public RunProcess(FakeTimeProvider time, IDocumentStore inner)
    {
        Store = new FaultyDocumentStore(inner);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddSingleton<IDocumentStore>(Store).AddLogging().AddAgentFunctionsRuns().BuildServiceProvider();
        Job = new IdleRunJob(new OneTenant(), Get<RunStore>(), Get<RunIndex>(), Options.Create(Defaults), time);
    }

    public FaultyDocumentStore Store { get; }

    public IdleRunJob Job { get; }

    public async Task<ApiError?> CallAsync(string run = "r1", string agent = "a", string? team = null, string tenant = Tenants.Default) =>
        await Get<RunBinder>().BindAsync(new RunBinding(tenant, agent, team, run, null), CancellationToken.None);

    public async Task<Outcome<Run>> CompleteAsync(string run = "r1", RunOutcome outcome = RunOutcome.Success, string agent = "a", string? team = null) =>
        await Get<RunCompletion>().CompleteAsync(Viewer(agent, team), run, outcome, CancellationToken.None);

    public async Task<Run?> FindAsync(string run = "r1", string agent = "a", string? team = null) => (await Get<RunReader>().GetAsync(Viewer(agent, team), run, CancellationToken.None)).Value;

    public async Task<IReadOnlyList<Run>> ListAsync(string agent = "a", RunStatus? status = null, int? limit = null) =>
        (await Get<RunReader>().ListAsync(Viewer(agent, null), new RunFilter(null, null, status), limit, null, CancellationToken.None)).Value!.Items;

    public Task WriteSeenAsync() => Get<RunSeenWriter>().WriteAsync(CancellationToken.None).AsTask();

    public Task CloseIdleAsync() => Job.RunAsync(CancellationToken.None);

    /// <summary>Ids of what is in the index.</summary>
    public async Task<IReadOnlyList<string>> IndexAsync() =>
        [.. (await Store.QueryAsync(RunDocuments.IndexPartition(Tenants.Default), new DocumentQuery(), CancellationToken.None)).Items.Select(static d => d.Id)];

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static RunViewer Viewer(string agent, string? team)
    {
        var resource = new Resource<AgentSpec>(Tenants.Default, agent, new AgentSpec { Team = team }, "e", 1);
        return RunViewer.Of(new Caller(new Principal(Tenants.Default, PrincipalKind.Agent, agent), "k", resource, new FakeControlPlaneView()), AccessScopes.TracesRead);
    }

    private sealed class OneTenant : ITenantDirectory
    {
        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => new[] { Tenants.Default }.ToAsyncEnumerable();
    }
}
