using System.Net;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Tools;

/// <summary>Attacks of agents that live elsewhere on what people approve, with the approvals that people decide. None is accepted.</summary>
public sealed class ToolApprovalAttackTests : IAsyncLifetime
{
    private const string Refund = """{"arguments":{"id":"7","amount":5}}""";
    private const string Person = """{"type":"approver"}""";

    private ToolsApp _app = null!;
    private string _ann = "";

    public async Task InitializeAsync()
    {
        _app = await ToolsApp.StartAsync(people: true);
        _ann = await _app.AddAsync("ann", Person);
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("mine")]
    public async Task Used_SameCallAgainWhenItsResultIsForgotten_IsNotDoneAgain(string? key)
    {
        var headers = key is null ? Array.Empty<(string, string)>() : [("Idempotency-Key", key)];
        var asked = await _app.InvokeAsync("refunds.create", Refund, null, headers);
        Assert.Equal(HttpStatusCode.OK, (await _app.ApproveAsync(asked, _ann)).Status);
        var body = With(asked);
        Assert.Equal(HttpStatusCode.OK, (await _app.InvokeAsync("refunds.create", body, null, headers)).Status);

        // Within the day it answers what it answered.
        _app.Control.Time.Advance(TimeSpan.FromHours(23));
        Assert.True((await _app.InvokeAsync("refunds.create", body, null, headers)).Json.GetProperty("repeat").GetBoolean());
        _app.Control.Time.Advance(TimeSpan.FromHours(2));
        var replayed = await _app.InvokeAsync("refunds.create", body, null, headers);

        Assert.Equal((HttpStatusCode.Conflict, "approval_used"), (replayed.Status, replayed.Code));
        if (key is not null) Assert.Equal("approval_used", (await _app.InvokeAsync("refunds.create", Refund, null, headers)).Code);
        Assert.Single(_app.Server.Calls);
    }

    [Fact]
    public async Task Starter_OfTheRunThatTheCallJoins_MayNotApproveIt()
    {
        var starter = await _app.AddAsync("eve", """{"type":"app","grants":[{"scopes":["runs:start","approvals:read","approvals:decide"]}]}""");
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));
        var run = await _app.Control.SendAsync(HttpMethod.Post, "/api/agents/demo/runs", """{"input":"Refund order 7"}""", starter);
        Assert.True(run.Status == HttpStatusCode.Accepted, run.Text);

        var asked = await _app.InvokeAsync("refunds.create", Refund, null, ("x-run-id", run.Json.GetProperty("id").GetString()!));

        var own = await _app.ApproveAsync(asked, starter);
        Assert.Equal((HttpStatusCode.Forbidden, "not_entitled"), (own.Status, own.Code));
        Assert.Equal(HttpStatusCode.OK, (await _app.ApproveAsync(asked, _ann)).Status);
        Assert.Empty(_app.Server.Calls);
    }

    [Fact]
    public async Task Agent_ApprovesItsOwnCall_IsRefused()
    {
        var asked = await _app.InvokeAsync("refunds.create", Refund);

        Assert.Equal(HttpStatusCode.Forbidden, (await _app.ApproveAsync(asked, _app.Key)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await _app.InvokeAsync("refunds.create", With(asked))).Status);
        Assert.Empty(_app.Server.Calls);
    }

    [Fact]
    public async Task SentManyTimesAtOnce_WithOneApprovalAndManyKeys_IsDoneOnce()
    {
        var asked = await _app.InvokeAsync("refunds.create", Refund);
        await _app.ApproveAsync(asked, _ann);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => _app.InvokeAsync("refunds.create", With(asked), null, ("Idempotency-Key", "k" + i))));

        Assert.Single(answers, static a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(static a => a.Status != HttpStatusCode.OK), static a => Assert.Equal("approval_used", a.Code));
        Assert.Single(_app.Server.Calls);
    }

    [Theory]
    [InlineData("agents", "demo", """{"models":["sim-small"],"tools":["*"]}""")]
    [InlineData("quotas", "q", """{"scope":"tools/refunds.create","unit":"requests","window":"day","amount":"9"}""")]
    public async Task Approved_AgentOrLimitChangedSince_IsAskedAnew(string kind, string id, string spec)
    {
        var asked = await _app.InvokeAsync("refunds.create", Refund);
        await _app.ApproveAsync(asked, _ann);
        await _app.PutAsync(kind, id, spec);
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        var again = await _app.InvokeAsync("refunds.create", With(asked));

        Assert.Equal(HttpStatusCode.Accepted, again.Status);
        Assert.NotEqual(asked.Json.GetProperty("approval").GetProperty("id").GetString(), again.Json.GetProperty("approval").GetProperty("id").GetString());
        Assert.Empty(_app.Server.Calls);
    }

    [Theory]
    [InlineData("tools", "refunds.create")]
    [InlineData("agents", "demo")]
    public async Task Approved_SuspendedAndResumedSince_StillHolds_AndSuspendedIsRefused(string kind, string id)
    {
        var asked = await _app.InvokeAsync("refunds.create", Refund);
        await SetStateAsync(kind, id, "throttled");
        await _app.ApproveAsync(asked, _ann);
        await SetStateAsync(kind, id, "suspended");
        Assert.Equal("suspended", (await _app.InvokeAsync("refunds.create", With(asked))).Code);
        Assert.Empty(_app.Server.Calls);

        await SetStateAsync(kind, id, "active");
        Assert.Equal(HttpStatusCode.OK, (await _app.InvokeAsync("refunds.create", With(asked))).Status);
        Assert.Single(_app.Server.Calls);
    }

    [Fact]
    public async Task Approved_ToolChangedBehindAState_IsAskedAnew()
    {
        var asked = await _app.InvokeAsync("refunds.create", Refund);
        await _app.ApproveAsync(asked, _ann);
        await SetStateAsync("tools", "refunds.create", "suspended");
        await _app.PutAsync("tools", "refunds.create", $$$$$$"""{"type":"http","description":"Pays more.","request":{"method":"POST","url":"{{{{{{_app.Server.Url}}}}}}/refunds"},"inputSchema":{"type":"object","properties":{"id":{"type":"string"},"amount":{"type":"integer"}},"required":["id"]},"sideEffect":"irreversible","idempotent":true}""");
        await SetStateAsync("tools", "refunds.create", "active");

        var again = await _app.InvokeAsync("refunds.create", With(asked));

        Assert.Equal(HttpStatusCode.Accepted, again.Status);
        Assert.NotEqual(With(asked), With(again));
        Assert.Empty(_app.Server.Calls);
    }

    [Fact]
    public async Task IssuerOfTheAgentsKey_MayNotApproveWhatItDoes()
    {
        var issuer = await _app.AddAsync("kim", """{"type":"app","grants":[{"scopes":["keys:write","approvals:read","approvals:decide"]}]}""");
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));
        var issued = await _app.Control.SendAsync(HttpMethod.Post, "/api/keys", """{"agent":"demo"}""", issuer);
        Assert.True(issued.Status == HttpStatusCode.Created, issued.Text);
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        var asked = await _app.InvokeAsync("refunds.create", Refund, issued.Json.GetProperty("key").GetString()!);

        Assert.Equal((HttpStatusCode.Forbidden, "not_entitled"), ((await _app.ApproveAsync(asked, issuer)).Status, (await _app.ApproveAsync(asked, issuer)).Code));
        Assert.Equal(HttpStatusCode.OK, (await _app.ApproveAsync(asked, _ann)).Status);
    }

    private async Task SetStateAsync(string kind, string id, string state)
    {
        var set = await _app.Control.SendAsync(HttpMethod.Put, $"/api/{kind}/{id}/state", $$"""{"state":"{{state}}"{{(state == "active" ? "" : ",\"reason\":\"r\"")}}}""");
        Assert.True(set.Status == HttpStatusCode.OK, set.Text);
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));
    }

    private static string With(ControlApp.Answer asked) => $$$"""{"arguments":{"id":"7","amount":5},"approvalId":"{{{asked.Json.GetProperty("approval").GetProperty("id").GetString()}}}"}""";
}
