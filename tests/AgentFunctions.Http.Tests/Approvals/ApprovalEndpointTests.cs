using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Approvals;

namespace AgentFunctions.Http.Tests.Approvals;

/// <summary>Approvals over HTTP: what is shown, who decides, and the attacks, none of which is let in.</summary>
public sealed class ApprovalEndpointTests : IAsyncLifetime
{
    private ApprovalsApp _app = null!;

    public async Task InitializeAsync() => _app = await ApprovalsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Get_ShowsExactlyWhatWillBeDone()
    {
        var approval = await _app.AskAsync(action: """{"b":9007199254740993,"a":1.50}""");

        var shown = (await _app.GetAsync("zoe", "/" + approval.Id)).Json;

        Assert.Equal("""{"a":1.5,"b":9007199254740993}""", shown.GetProperty("canonical").GetString());
        Assert.Equal("""{"a":1.5,"b":9007199254740993}""", shown.GetProperty("action").GetRawText());
        Assert.Equal((approval.Digest, "pending", "run_1", "operator/ops"), (Text(shown, "digest"), Text(shown, "status"), Text(shown, "runId"), Text(shown, "requestedBy")));
        Assert.Equal("2026-01-02T00:00", Text(shown, "expiresAt")![..16]);
    }

    [Fact]
    public async Task Decide_ByAnApprover_IsRecordedOnce()
    {
        var approval = await _app.AskAsync();

        var decided = await _app.DecideAsync("zoe", approval, rest: ""","comment":"checked" """);
        var again = await _app.DecideAsync("zoe", approval, rest: ""","comment":"checked" """);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (decided.Status, again.Status));
        Assert.Equal(decided.Text, again.Text);
        Assert.Equal("approved", Text(decided.Json, "status"));
        var vote = Assert.Single(decided.Json.GetProperty("votes").EnumerateArray());
        Assert.Equal(("approver/zoe", "approve", "checked"), (Text(vote, "by"), Text(vote, "decision"), Text(vote, "comment")));
    }

    [Theory]
    [InlineData("agent", 403, "not_entitled")]
    [InlineData("ops", 403, "not_entitled")]
    [InlineData("fire", 403, "not_entitled")]
    [InlineData("ann", 403, "not_entitled")]
    [InlineData("bob", 403, "not_entitled")]
    [InlineData("bea", 404, "not_found")]
    [InlineData("far-zoe", 404, "not_found")]
    [InlineData("far", 403, "not_entitled")]
    public async Task Decide_ByWhoMayNot_IsRefusedAndChangesNothing(string who, int status, string code)
    {
        var approval = await _app.AskAsync();

        foreach (var decision in (string[])["approve", "deny"])
        {
            var answer = await _app.DecideAsync(who, approval, decision);
            Assert.Equal((status, code), ((int)answer.Status, answer.Code));
        }

        var after = (await _app.GetAsync("zoe", "/" + approval.Id)).Json;
        Assert.Equal(("pending", 0), (Text(after, "status"), after.GetProperty("votes").GetArrayLength()));
    }

    [Fact]
    public async Task Decide_ByTheStarterWhoeverTheyAre_IsRefused()
    {
        var byPlatform = await _app.AskAsync("p", with: static r => r with { RequestedBy = "platform/bootstrap" });
        var byZoe = await _app.AskAsync("z", with: static r => r with { RequestedBy = "approver/zoe" });

        Assert.Equal("not_entitled", (await _app.DecideAsync("admin", byPlatform)).Code);
        Assert.Equal("not_entitled", (await _app.DecideAsync("zoe", byZoe)).Code);
        Assert.Equal(HttpStatusCode.OK, (await _app.DecideAsync("zoe", byPlatform)).Status);
    }

    [Fact]
    public async Task Decide_ForgedSwappedStaleUsedAndExpired_AreRefused()
    {
        var small = await _app.AskAsync("small");
        var large = await _app.AskAsync("large", """{"tool":"refund","arguments":{"amount":99999}}""");
        var late = await _app.AskAsync("late", with: static r => r with { Rule = new ApproverRule { ExpiresAfter = TimeSpan.FromSeconds(10) } });
        var gone = await _app.AskAsync("gone", with: static r => r with { RunId = "run_2" });
        await Service.WithdrawAsync("default", "run_2", "cancelled", CancellationToken.None);

        await RefusedAsync(404, "not_found", _app.DecideAsync("zoe", small with { Id = "apr_" + new string('0', 32) }));
        await RefusedAsync(404, "not_found", _app.DecideAsync("zoe", small with { Id = small.Id.ToUpperInvariant() }));
        await RefusedAsync(409, "approval_stale", _app.DecideAsync("zoe", small, digest: new string('0', 64)));
        await RefusedAsync(409, "approval_stale", _app.DecideAsync("zoe", small, digest: large.Digest));
        await RefusedAsync(409, "approval_stale", _app.DecideAsync("zoe", gone));
        Assert.Equal(HttpStatusCode.OK, (await _app.DecideAsync("zoe", small)).Status);
        await RefusedAsync(409, "approval_decided", _app.DecideAsync("yan", small));
        await RefusedAsync(409, "approval_decided", _app.DecideAsync("zoe", small, "deny"));
        Assert.NotNull((await Service.UseAsync("default", small.Id, small.Digest, "one", CancellationToken.None)).Value);
        await RefusedAsync(409, "approval_used", _app.DecideAsync("yan", small));
        _app.App.Time.Advance(TimeSpan.FromSeconds(10));
        await RefusedAsync(410, "approval_expired", _app.DecideAsync("zoe", late));
        await RefusedAsync(410, "approval_expired", _app.DecideAsync("fire", late, rest: ""","breakGlass":true,"comment":"now" """));
    }

    [Fact]
    public async Task Decide_SubmittedManyTimesAtOnce_CountsOnce()
    {
        var approval = await _app.AskAsync(with: static r => r with { Rule = new ApproverRule { Count = 2 } });

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _app.DecideAsync("zoe", approval)));
        var after = (await _app.GetAsync("zoe", "/" + approval.Id)).Json;

        Assert.All(answers, static a => Assert.Equal(HttpStatusCode.OK, a.Status));
        Assert.Equal(("pending", 1), (Text(after, "status"), after.GetProperty("votes").GetArrayLength()));
    }

    [Fact]
    public async Task Decide_BreakGlass_NeedsScopeFieldAndComment()
    {
        var approval = await _app.AskAsync(with: static r => r with { Rule = new ApproverRule { Approvers = ["groups/finance"], Count = 2 } });

        await RefusedAsync(403, "not_entitled", _app.DecideAsync("zoe", approval));
        await RefusedAsync(403, "not_entitled", _app.DecideAsync("zoe", approval, rest: ""","breakGlass":true,"comment":"now" """));
        await RefusedAsync(403, "not_entitled", _app.DecideAsync("ops", approval, rest: ""","breakGlass":true,"comment":"now" """));
        await RefusedAsync(403, "not_entitled", _app.DecideAsync("admin", approval, rest: ""","breakGlass":true,"comment":"now" """));
        await RefusedAsync(400, "invalid_request", _app.DecideAsync("fire", approval, rest: ""","breakGlass":true"""));
        var decided = await _app.DecideAsync("fire", approval, rest: ""","breakGlass":true,"comment":"the shop burns" """);

        Assert.Equal(("approved", true), (Text(decided.Json, "status"), decided.Json.GetProperty("votes")[0].GetProperty("breakGlass").GetBoolean()));
        var activity = (await _app.App.GetAsync("/api/keys/k-fire/activity", _app.Key("admin"))).Json;
        Assert.Contains(activity.GetProperty("changes").EnumerateArray().SelectMany(static c => c.GetProperty("resources").EnumerateArray()), r => Text(r, "operation") == "breakGlass" && Text(r, "id") == approval.Id);
    }

    [Fact]
    public async Task Decide_Answer_IsCheckedAgainstItsSchema()
    {
        var approval = await _app.AskAsync(with: static r => r with { Kind = ApprovalKind.Input, ValueSchema = JsonElement.Parse("""{"type":"object","properties":{"size":{"type":"integer","minimum":1}},"required":["size"]}""") });

        await RefusedAsync(400, "invalid_request", _app.DecideAsync("zoe", approval, "answer"));
        await RefusedAsync(400, "invalid_request", _app.DecideAsync("zoe", approval, "answer", ""","value":{"size":0}"""));
        await RefusedAsync(400, "invalid_request", _app.DecideAsync("zoe", approval, "answer", ""","value":{"size":1,"extra":2}"""));
        await RefusedAsync(400, "invalid_request", _app.DecideAsync("zoe", approval));
        var decided = await _app.DecideAsync("zoe", approval, "answer", ""","value":{"size":3}""");

        Assert.Equal("""{"size":3}""", decided.Json.GetProperty("votes")[0].GetProperty("value").GetRawText());
    }

    [Theory]
    [InlineData("""{"decision":"approve"}""")]
    [InlineData("""{"decision":"yes","digest":"d"}""")]
    [InlineData("""{"decision":"approve","digest":"d","force":true}""")]
    [InlineData("""{"decision":"approve","digest":"d","digest":"e"}""")]
    [InlineData("""{"decision":"approve","digest":"d","breakGlass":"true"}""")]
    [InlineData("[]")]
    public async Task Decide_MalformedBody_IsRefused(string body)
    {
        var approval = await _app.AskAsync();

        await RefusedAsync(400, "invalid_request", _app.App.SendAsync(HttpMethod.Post, $"/api/approvals/{approval.Id}", body, _app.Key("zoe")));
    }

    [Fact]
    public async Task List_IsWhatTheCallersTeamsCover()
    {
        var mine = await _app.AskAsync("a");
        var theirs = await _app.AskAsync("b", with: static r => r with { Agent = "other", Team = "blue", RunId = "run_9" });
        await _app.DecideAsync("zoe", mine);

        Assert.Equal([theirs.Id, mine.Id], (await IdsAsync("zoe")).OrderByDescending(id => id == theirs.Id));
        Assert.Equal([theirs.Id], await IdsAsync("zoe", "?status=pending"));
        Assert.Equal([mine.Id], await IdsAsync("zoe", "?agent=demo&run=run_1&status=approved"));
        Assert.Equal([theirs.Id], await IdsAsync("bea"));
        Assert.Equal([mine.Id], await IdsAsync("agent"));
        Assert.Empty(await IdsAsync("far-zoe"));
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("agent", "/" + theirs.Id)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.GetAsync("zoe", "?status=open")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.GetAsync("zoe", "?cursor=x")).Status);
    }

    [Fact]
    public async Task ReassignAndExtend_ByAnOperator_AreShown()
    {
        var approval = await _app.AskAsync(with: static r => r with { RequestedBy = "app/x" });
        await RefusedAsync(403, "not_entitled", SteerAsync("zoe", "reassign", """{"approvers":["groups/finance"]}"""));
        await RefusedAsync(403, "not_entitled", SteerAsync("agent", "extend", """{"expiresAt":"2026-02-01T00:00:00Z"}"""));
        await RefusedAsync(403, "not_entitled", SteerAsync("ops", "reassign", """{"approvers":["principals/ops"]}"""));
        await RefusedAsync(400, "invalid_request", SteerAsync("ops", "reassign", """{"approvers":[]}"""));
        await RefusedAsync(400, "invalid_request", SteerAsync("ops", "extend", """{"expiresAt":"2026-02-30T00:00:00Z"}"""));
        await RefusedAsync(400, "invalid_request", SteerAsync("ops", "extend", """{"expiresAt":"2025-12-31T00:00:00Z"}"""));

        Assert.Equal(HttpStatusCode.OK, (await SteerAsync("ops", "reassign", """{"approvers":["groups/finance"]}""")).Status);
        var after = (await SteerAsync("ops", "extend", """{"expiresAt":"2026-02-01T01:00:00+01:00"}""")).Json;

        Assert.Equal(["reassigned", "extended"], after.GetProperty("changes").EnumerateArray().Select(static c => Text(c, "what")));
        Assert.StartsWith("2026-02-01T00:00:00", Text(after, "expiresAt"), StringComparison.Ordinal);
        await RefusedAsync(403, "not_entitled", _app.DecideAsync("zoe", approval));
        Assert.Equal(HttpStatusCode.OK, (await _app.DecideAsync("yan", approval)).Status);

        Task<Resources.ControlApp.Answer> SteerAsync(string who, string verb, string body) => _app.App.SendAsync(HttpMethod.Post, $"/api/approvals/{approval.Id}/{verb}", body, _app.Key(who));
    }

    [Fact]
    public async Task Groups_OfAPrincipal_TakePrincipalsWrite()
    {
        var operators = await _app.Teams.IssueAsync("helper", "operator", """[{"scopes":["resources:read","resources:write"]}]""");

        await RefusedAsync(403, "not_entitled", _app.App.SendAsync(HttpMethod.Put, "/api/principals/zoe", """{"spec":{"type":"approver","groups":["finance"]}}""", operators));
    }

    private IApprovals Service => (IApprovals)_app.App.Services.GetService(typeof(IApprovals))!;

    private async Task<IReadOnlyList<string?>> IdsAsync(string who, string query = "") => [.. (await _app.GetAsync(who, query)).Json.GetProperty("items").EnumerateArray().Select(static i => Text(i, "id"))];

    private static async Task RefusedAsync(int status, string code, Task<Resources.ControlApp.Answer> sending)
    {
        var answer = await sending;
        Assert.True((int)answer.Status == status && answer.Code == code, $"expected {status} {code}, was {answer.Text}");
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
