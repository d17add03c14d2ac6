using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Approvals.Reading;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Tests.Resources;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>
/// One process with the agent <c>triage</c> of the team <c>red</c> (owner <c>olga</c>, sponsor <c>sam</c>) and the approvers <c>ann</c>, <c>bob</c>, <c>cat</c> (group <c>finance</c>), <c>olga</c>, <c>sam</c>, <c>blue</c>
/// (of another team only), the operator <c>ops</c> and the operator <c>fire</c> who may break the glass. Two over one store and clock stand for two processes.
/// </summary>
internal sealed class ApprovalWorld : IAsyncDisposable
{
    private readonly ControlInstance _control;
    private readonly Dictionary<string, string> _keys;

    private ApprovalWorld(IDocumentStore? inner, FakeTimeProvider? time, RaisedEvents events, Dictionary<string, string> keys)
    {
        (_keys, Events) = (keys, events);
        _control = new ControlInstance(inner, time, services => services.AddLogging().AddSingleton<IWorkflowClient>(events).AddAgentFunctionsApprovalUpkeep());
    }

    public ControlInstance Control => _control;

    public FakeTimeProvider Time => _control.Time;

    public FaultyDocumentStore Store => _control.Store;

    public RaisedEvents Events { get; }

    public IApprovals Approvals => _control.Get<IApprovals>();

    public static async Task<ApprovalWorld> StartAsync()
    {
        var world = new ApprovalWorld(null, null, new RaisedEvents(), []);
        await world._control.WithDemoAsync();
        await world._control.PutAsync("teams", "red", "{}");
        await world._control.PutAsync("teams", "blue", "{}");
        await world._control.PutAsync("agents", "triage", """{"team":"red","models":["sim-small"],"owner":"olga","sponsor":"principals/sam"}""");
        foreach (var name in (string[])["ann", "bob", "olga", "sam"]) await world.AddAsync(name, "approver", "[]", "[]");
        await world.AddAsync("cat", "approver", "[]", """["finance"]""");
        await world.AddAsync("blue", "approver", """[{"scopes":[],"team":"blue"}]""", "[]");
        await world.AddAsync("ops", "operator", "[]", "[]");
        await world.AddAsync("fire", "operator", """[{"scopes":[]},{"scopes":["approvals:break-glass"]}]""", "[]");
        return world;
    }

    /// <summary>Another process on the same store, clock and engine.</summary>
    public ApprovalWorld Sibling() => new(_control.Inner, Time, Events, _keys);

    public static ApprovalRequest Request(string key = "k", string action = """{"tool":"refund","arguments":{"amount":12.5}}""") => new()
    {
        TenantId = Tenants.Default,
        Key = key,
        Kind = ApprovalKind.Action,
        Action = Json(action),
        Agent = "triage",
        Team = "red",
        RunId = "run_1",
        StepId = "s1",
        RequestedBy = "app/starter",
        Owners = ["olga", "principals/sam"],
        Rule = new ApproverRule { ExpiresAfter = TimeSpan.FromHours(1) },
        Signal = new DecisionSignal("default:run_1", "decision-" + key),
    };

    public static JsonElement Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public async Task<Approval> AskAsync(ApprovalRequest? request = null)
    {
        var outcome = await Approvals.RequestAsync(request ?? Request(), CancellationToken.None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }

    /// <summary>A person's answer, with their first key or another.</summary>
    public async Task<Outcome<Approval>> TryDecideAsync(string person, Approval approval, ApprovalDecision decision = ApprovalDecision.Approve, string? comment = null, JsonElement? value = null, bool breakGlass = false, string? digest = null, string? key = null) =>
        await Control.Get<ApprovalDecisions>().DecideAsync(await CallerAsync(key ?? person), "req-1", approval.Id, new ApprovalAnswer(decision, digest ?? approval.Digest, comment, value, breakGlass), CancellationToken.None);

    public async Task<Approval> DecideAsync(string person, Approval approval, ApprovalDecision decision = ApprovalDecision.Approve, string? comment = null, JsonElement? value = null, bool breakGlass = false, string? key = null)
    {
        var outcome = await TryDecideAsync(person, approval, decision, comment, value, breakGlass, key: key);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }

    public ValueTask<Outcome<Approval>> UseAsync(Approval approval, string useKey = "use", string? digest = null) => Approvals.UseAsync(Tenants.Default, approval.Id, digest ?? approval.Digest, useKey, CancellationToken.None);

    public async Task<Approval> FindAsync(Approval approval) => (await Approvals.FindAsync(Tenants.Default, approval.Id, CancellationToken.None))!;

    public async Task<Outcome<Approval>> ReassignAsync(string person, Approval approval, params IReadOnlyList<string> approvers) =>
        await Control.Get<ApprovalSteering>().ReassignAsync(await CallerAsync(person), approval.Id, approvers, CancellationToken.None);

    public async Task<Outcome<Approval>> ExtendAsync(string person, Approval approval, DateTimeOffset expiresAt) =>
        await Control.Get<ApprovalSteering>().ExtendAsync(await CallerAsync(person), approval.Id, expiresAt, CancellationToken.None);

    public async Task<ApprovalPage> ListAsync(string person, ApprovalFilter? filter = null, int? limit = null, string? cursor = null)
    {
        var outcome = await Control.Get<ApprovalReader>().ListAsync(ApprovalViewer.Of(await CallerAsync(person)), filter ?? new ApprovalFilter(null, null, null), limit, cursor, CancellationToken.None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }

    public Task RunJobAsync() => Control.Get<IEnumerable<IScheduledJob>>().Single(static job => job.Name == "approvals").RunAsync(CancellationToken.None);

    public async Task<Caller> CallerAsync(string key)
    {
        var result = await Control.AuthenticateAsync(_keys[key]);
        Assert.True(result.Caller is not null, result.Error?.Message);
        return result.Caller!;
    }

    public async Task AddAsync(string name, string type, string grants, string groups)
    {
        await _control.PutAsync("principals", name, $$"""{"type":"{{type}}","grants":{{grants}},"groups":{{groups}}}""");
        await IssueAsync(name, name);
    }

    public async Task IssueAsync(string principal, string id)
    {
        var issued = await _control.Keys.CreateAsync(Actor.System(Tenants.Default), id, new KeySpec { Principal = principal }, CancellationToken.None);
        _keys[id] = issued.Value!.Key;
    }

    public async Task RevokeAsync(string id)
    {
        Assert.NotNull((await _control.Keys.RevokeAsync(Actor.System(Tenants.Default), id, CancellationToken.None)).Value);
        Time.Advance(TimeSpan.FromSeconds(3));
    }

    /// <summary>Types of the events in the outbox, oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> NoticesAsync()
    {
        var page = await _control.Inner.QueryAsync(new DocumentPartition(DocumentContainer.Resources, Tenants.Default), new DocumentQuery(IdPrefix: "o:"), CancellationToken.None);
        return [.. page.Items.Select(static d => JsonDocument.Parse(d.Body).RootElement).Where(static e => e.GetProperty("type").GetString()!.StartsWith("approval.", StringComparison.Ordinal))];
    }

    public ValueTask DisposeAsync() => _control.DisposeAsync();
}
