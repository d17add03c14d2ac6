using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Context;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded;
using AgentFunctions.Embedded.Workflows;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Contexts;
using AgentFunctions.TestKit.Processes;
using AgentFunctions.Workflows.Agents;
using AgentFunctions.Workflows.Definitions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>Runs of agents on the embedded engine that replays after every await, with the real control plane, journal and approvals; model and tools are the test's.</summary>
internal sealed class AgentApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder _folder = new();
    private readonly bool _replays;
    private ServiceProvider? _provider;

    private AgentApp(bool replays) => _replays = replays;

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ScriptedModel Model { get; } = new();

    public ScriptedTools Tools => (ScriptedTools)Services.GetRequiredService<IToolGateway>();

    public IServiceProvider Services => _provider!;

    public IWorkflowClient Engine => Services.GetRequiredService<IWorkflowClient>();

    public static async Task<AgentApp> StartAsync(bool replays = true)
    {
        var app = new AgentApp(replays);
        await app.OpenAsync();
        await app.Services.GetRequiredService<ResourceStore>().EnsureTenantAsync(Tenants.Default, CancellationToken.None);
        await app.DeclareAsync("providers", "sim", """{"type":"simulated"}""");
        await app.DeclareAsync("models", "m", """{"targets":[{"provider":"sim"}]}""");
        foreach (var tool in (string[])["orders.get", "orders.find", "refunds.create", "refunds.cancel"]) await app.DeclareToolAsync(tool);
        await app.DeclareAsync("principals", "ann", """{"type":"approver"}""");
        return app;
    }

    public Task DeclareToolAsync(string id, string more = "") =>
        DeclareAsync("tools", id, $$"""{"type":"http","description":"About {{id}}.","inputSchema":{"type":"object","properties":{"id":{"type":"string"} } },"request":{"method":"POST","url":"https://tools.example.com/{{id}}" }{{more}} }""");

    public Task DeclareAgentAsync(string id = "triage", string more = "") =>
        DeclareAsync("agents", id, $$"""{ "models":["m"],"instructions":"Be brief.","tools":["orders.get","orders.find","refunds.create","refunds.cancel"],"limits":{"steps":200,"deadline":"1.00:00:00" }{{more}} }""");

    public async Task DeclareAsync(string kind, string id, string spec)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"spec":{{spec}}}""");
        var written = await Services.GetRequiredService<ResourceStore>().PutAsync(Actor.System(Tenants.Default), ResourceKinds.Find(kind)!, id, body, default, CancellationToken.None);
        Assert.True(written.Error is null, $"{kind}/{id}: {written.Error?.Message} {string.Join(' ', written.Error?.Details.Select(static d => $"{d.Path} {d.Message}") ?? [])}");
    }

    /// <summary>Starts a run of an agent and answers its id.</summary>
    public Task<string> BeginAsync(string agent = "triage", string input = "\"Where is my order?\"", RunRequestLimits? limits = null, string? session = null) => BeginAsync(new RunTarget(RunTargetKind.Agent, agent), input, limits, session);

    /// <summary>Starts a run of whatever it is and answers its id.</summary>
    public async Task<string> BeginAsync(RunTarget target, string input, RunRequestLimits? limits = null, string? session = null, string? endUser = null, ContentLabel? label = null)
    {
        var started = await Services.GetRequiredService<RunStarter>().StartAsync(
            RunInitiator.System(Tenants.Default, "operator/ops"),
            new RunRequest { Target = target, Input = JsonDocument.Parse(input).RootElement, Limits = limits ?? new RunRequestLimits(), Session = session, EndUser = endUser, InputLabel = label ?? ContentLabel.Best },
            CancellationToken.None);
        Assert.True(started.Error is null, started.Error?.Message);
        return started.Value!.Id;
    }

    /// <summary>Waits for the end of a run while time stands still.</summary>
    public async Task<RunDetail> EndAsync(string runId, TimeSpan? deadline = null)
    {
        using var patience = new CancellationTokenSource(deadline ?? Patience);
        await Engine.WaitForEndAsync(RunWorkflows.InstanceOf(Tenants.Default, runId), patience.Token);
        return await ReadAsync(runId);
    }

    /// <summary>Waits for the end of a run while time passes.</summary>
    public async Task<RunDetail> EndInTimeAsync(string runId, TimeSpan? pace = null)
    {
        await TestWait.UntilAsync(
            async () =>
            {
                Time.Advance(pace ?? TimeSpan.FromSeconds(1));
                return await Engine.FindAsync(RunWorkflows.InstanceOf(Tenants.Default, runId), CancellationToken.None) is { IsEnded: true };
            },
            $"{runId} ends",
            Patience);
        return await ReadAsync(runId);
    }

    public async Task<RunDetail> RunAsync(string agent = "triage", string input = "\"Where is my order?\"", RunRequestLimits? limits = null, string? session = null) => await EndAsync(await BeginAsync(agent, input, limits, session));

    public async Task<RunDetail> ReadAsync(string runId)
    {
        var detail = await Services.GetRequiredService<RunDetailReader>().GetAsync(RunViewer.Of(await CallerAsync(PrincipalKind.Platform, "bootstrap"), AccessScopes.TracesRead), runId, CancellationToken.None);
        return detail.Value ?? throw new InvalidOperationException(detail.Error!.Message);
    }

    public async Task<RunReport> ReportAsync(string runId) =>
        (await Services.GetRequiredService<RunReportReader>().GetAsync(RunViewer.Of(await CallerAsync(PrincipalKind.Platform, "bootstrap"), AccessScopes.TracesRead), runId, CancellationToken.None)).Value!;

    /// <summary>The data of the first 500 events of a run.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(string runId) =>
        [.. (await Services.GetRequiredService<RunFeed>().ListAsync(RunViewer.Of(await CallerAsync(PrincipalKind.Platform, "bootstrap"), AccessScopes.TracesRead), runId, 500, null, CancellationToken.None)).Value!.Items.Select(static e => e.Data.GetRawText())];

    /// <summary>Waits until a run waits for people and answers what they are asked.</summary>
    public async Task<Approval> AskedAsync(string runId)
    {
        Approval? asked = null;
        await TestWait.UntilAsync(
            async () =>
            {
                var detail = await ReadAsync(runId);
                asked = detail.Run.Status == RunStatus.Waiting && detail.PendingApprovals is [var first, ..] ? first : null;
                return asked is not null;
            },
            $"{runId} asks",
            Patience);
        return asked!;
    }

    public async Task<Approval> ApprovalAsync(string id) => (await Services.GetRequiredService<IApprovals>().FindAsync(Tenants.Default, id, CancellationToken.None))!;

    public async Task DecideAsync(Approval asked, ApprovalDecision decision, string? comment = null, JsonElement? value = null)
    {
        var decided = await TryDecideAsync(asked, decision, comment, value);
        Assert.True(decided.Error is null, decided.Error?.Message);
    }

    public async Task<Core.Errors.Outcome<Approval>> TryDecideAsync(Approval asked, ApprovalDecision decision, string? comment = null, JsonElement? value = null) =>
        await Services.GetRequiredService<ApprovalDecisions>().DecideAsync(await CallerAsync(PrincipalKind.Approver, "ann"), null, asked.Id, new ApprovalAnswer(decision, asked.Digest, comment, value), CancellationToken.None);

    /// <summary>Ids of the runs within a run.</summary>
    public async Task<IReadOnlyList<string>> ChildrenAsync(string runId)
    {
        var viewer = RunViewer.Of(await CallerAsync(PrincipalKind.Platform, "bootstrap"), AccessScopes.TracesRead);
        return [.. (await Services.GetRequiredService<RunReader>().ListAsync(viewer, new RunFilter(null, null, null) { Parent = runId }, null, null, CancellationToken.None)).Value!.Items.Select(static run => run.Id)];
    }

    /// <summary>Events in the histories of all instances, as they are stored now.</summary>
    public long HistoryEvents()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, "runs.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM workflow_history";
        return (long)command.ExecuteScalar()!;
    }

    public async Task DoAsync(string runId, RunVerb verb)
    {
        var done = await Services.GetRequiredService<RunControl>().DoAsync(RunViewer.Of(await CallerAsync(PrincipalKind.Platform, "bootstrap"), AccessScopes.RunsStart), runId, verb, "test", CancellationToken.None);
        Assert.True(done.Error is null, done.Error?.Message);
    }

    public async Task UntilAsync(string runId, Func<IReadOnlyList<RunStep>, bool> condition, string because) => await TestWait.UntilAsync(async () => condition((await ReadAsync(runId)).Steps), because, Patience);

    /// <summary>Another process on the same data.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private async Task CloseAsync()
    {
        foreach (var service in _provider!.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
        await _provider!.DisposeAsync();
    }

    private async Task OpenAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ISecretProtector, PlainSecretProtector>();
        services.AddEmbeddedStores(options => options.DataDirectory = _folder.Data);
        services.AddEmbeddedWorkflows(options => options.ReplayEveryTurn = _replays);
        services.AddAgentFunctionsResources().AddAgentFunctionsKeys().AddAgentFunctionsSecrets().AddAgentFunctionsRuns().AddAgentFunctionsApprovals().AddAgentRuns().AddDefinitionRuns();
        services.AddSingleton<IModelInvoker>(Model);
        services.AddSingleton<ITokenMeter, CharacterMeter>();
        services.AddSingleton<IToolGateway>(static provider => new ScriptedTools(provider.GetRequiredService<IApprovals>()));
        _provider = services.BuildServiceProvider();
        foreach (var service in _provider.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
    }

    private async ValueTask<Caller> CallerAsync(PrincipalKind kind, string id)
    {
        var view = await Services.GetRequiredService<IControlPlane>().GetViewAsync(Tenants.Default, CancellationToken.None);
        return new Caller(new Principal(Tenants.Default, kind, id), "key", null, view!) { Access = kind == PrincipalKind.Platform ? Access.Platform : Access.Of(kind, []) };
    }
}
