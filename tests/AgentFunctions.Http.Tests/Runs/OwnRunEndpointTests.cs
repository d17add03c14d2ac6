using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>Runs that are run here, over HTTP; the engine is one that tests move.</summary>
public sealed class OwnRunEndpointTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeWorkflowClient _engine = new(TimeProvider.System);
    private RunsApp _app = null!;

    private IRunJournal Journal => _app.One.Services.GetRequiredService<IRunJournal>();

    public async Task InitializeAsync() => _app = await RunsApp.StartAsync(services => services.AddSingleton<IWorkflowClient>(_engine));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Start_AnswersWhereTheRunIs_AndTheSameRunForTheSameKey()
    {
        var first = await StartAsync("ops", "demo", """{"input":{"q":1},"limits":{"steps":5,"budget":"0.50"}}""", ("Idempotency-Key", "k1"));
        var again = await StartAsync("ops", "demo", """{"input":{"q":1},"limits":{"steps":5,"budget":"0.50"}}""", ("Idempotency-Key", "k1"));
        var other = await StartAsync("ops", "demo", """{"input":{"q":2}}""", ("Idempotency-Key", "k1"));

        Assert.Equal((HttpStatusCode.Accepted, "pending"), (first.Status, Text(first, "status")));
        Assert.Equal($"/api/runs/{Text(first, "id")}", first.Location);
        Assert.Equal((HttpStatusCode.Accepted, Text(first, "id")), (again.Status, Text(again, "id")));
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_mismatch"), (other.Status, other.Code));
        Assert.NotEqual(Text(first, "id"), Text(await StartAsync("demo", "demo", "{}", ("Idempotency-Key", "k1")), "id"));

        var run = (await _app.GetAsync(first.Location!, at: _app.Two)).Json;
        Assert.Equal(("agent", "demo", "red", "agents/demo", "operator/ops"), (Text(run, "origin"), Text(run, "agent"), Text(run, "team"), Text(run, "target"), Text(run, "startedBy")));
    }

    [Theory]
    [InlineData("ops", "demo", HttpStatusCode.Accepted)]
    [InlineData("red", "demo", HttpStatusCode.Accepted)]
    [InlineData("demo", "demo", HttpStatusCode.Accepted)]
    [InlineData("blue", "demo", HttpStatusCode.NotFound)]
    [InlineData("other", "demo", HttpStatusCode.NotFound)]
    [InlineData("audit", "demo", HttpStatusCode.Forbidden)]
    [InlineData("far/demo", "other", HttpStatusCode.NotFound)]
    [InlineData("ops", "nobody", HttpStatusCode.NotFound)]
    public async Task Start_ByOthers_ReachesAsFarAsTheirRights(string who, string agent, HttpStatusCode expected) => Assert.Equal(expected, (await StartAsync(who, agent)).Status);

    [Theory]
    [InlineData("""{"limits":{"budget":"0"}}""")]
    [InlineData("""{"limits":{"budget":0.5}}""")]
    [InlineData("""{"limits":{"steps":0}}""")]
    [InlineData("""{"limits":{"deadline":"10 minutes"}}""")]
    [InlineData("""{"limits":{"depth":9}}""")]
    [InlineData("""{"inputs":1}""")]
    [InlineData("[]")]
    public async Task Start_MalformedBody_IsRefused(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await StartAsync("ops", "demo", body)).Status);
        Assert.Empty(_engine.Calls);
    }

    [Fact]
    public async Task Start_OfAnAgentOutOfService_IsRefused()
    {
        await _app.One.SendAsync(HttpMethod.Put, "/api/agents/demo/state", """{"state":"suspended","reason":"leaking"}""");
        _app.Advance(TimeSpan.FromSeconds(3));

        var refused = await StartAsync("ops", "demo");

        Assert.Equal((HttpStatusCode.Forbidden, "suspended"), (refused.Status, refused.Code));
        Assert.Contains("leaking", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhoWaits_GetsTheRunOnceItHasEnded()
    {
        var waiting = StartAsync("ops", "demo", "{}", ("Prefer", "wait=30"));
        await TestKit.TestWait.UntilAsync(() => !_engine.Calls.IsEmpty, "the run is scheduled");
        var id = _engine.Instances.Single()["default:".Length..];
        Assert.False(waiting.IsCompleted);
        await StepAsync(id, "s1", RunStepStatus.Succeeded);
        await Journal.CloseAsync(Tenants.Default, id, RunStatus.Succeeded, JsonDocument.Parse("""{"answer":42}""").RootElement, null, None);

        var answer = await waiting;

        Assert.Equal((HttpStatusCode.OK, "succeeded"), (answer.Status, Text(answer, "status")));
        Assert.Equal(42, answer.Json.GetProperty("output").GetProperty("answer").GetInt32());
        Assert.Equal("s1", answer.Json.GetProperty("steps")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Start_WithoutAnEngine_SaysSoAndEverythingElseWorks()
    {
        await using var app = await RunsApp.StartAsync();

        var answer = await app.One.SendAsync(HttpMethod.Post, "/api/agents/demo/runs", "{}", app.Key("ops"));

        Assert.Equal((HttpStatusCode.NotImplemented, "workflows_unavailable"), (answer.Status, answer.Code));
        Assert.Equal(HttpStatusCode.OK, (await app.CallAsync("r1")).Status);
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("suspend")]
    [InlineData("resume")]
    [InlineData("terminate")]
    [InlineData("rewind")]
    [InlineData("purge")]
    [InlineData("fork")]
    [InlineData("report")]
    [InlineData("history")]
    [InlineData("events")]
    public async Task Verbs_OfOthers_FindNothing(string verb)
    {
        var id = Text(await StartAsync("ops", "demo"), "id")!;
        _engine.Calls.Clear();

        // No agent may purge anything, which is said before anything is looked for.
        foreach (var who in (string[])["blue", "far/ops", .. verb == "purge" ? Array.Empty<string>() : ["other", "far/demo"]])
        {
            var method = verb is "report" or "history" or "events" ? HttpMethod.Get : HttpMethod.Post;
            var body = method == HttpMethod.Get ? null : verb == "fork" ? """{"fromStep":"s1"}""" : "{}";
            var answer = await _app.One.SendAsync(method, $"/api/runs/{id}/{verb}", body, _app.Key(who));
            var nothing = await _app.One.SendAsync(method, $"/api/runs/nothing/{verb}", body, _app.Key(who));
            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
            Assert.Equal(AnswerText.Without(nothing.Text, "nothing"), AnswerText.Without(answer.Text, id));
        }

        Assert.Empty(_engine.Calls);
        Assert.Equal("pending", Text((await _app.GetAsync($"/api/runs/{id}")).Json, "status"));
    }

    [Fact]
    public async Task List_Filters_ByOriginAndTimeAndWhatOneStarted()
    {
        await _app.CallAsync("r1");
        var first = Text(await StartAsync("ops", "demo"), "id")!;
        _app.Advance(TimeSpan.FromMinutes(10));
        var second = Text(await StartAsync("ops", "other"), "id")!;

        Assert.Equal(["r1"], await _app.ListAsync("ops", "?origin=external"));
        Assert.Equal([second, first], await _app.ListAsync("ops", "?origin=agent"));
        Assert.Equal([second, first], await _app.ListAsync("ops", "?status=pending"));
        Assert.Equal([second], await _app.ListAsync("ops", "?from=2026-01-01T00:05:00Z"));
        Assert.Equal([first, "r1"], (await _app.ListAsync("ops", "?to=2026-01-01T00:05:00Z")).OrderDescending());
        Assert.Equal([first, "r1"], (await _app.ListAsync("red")).OrderDescending());
        foreach (var wrong in (string[])["?origin=x", "?from=yesterday", "?to=2026-01-01T00:05:00"]) Assert.Equal(HttpStatusCode.BadRequest, (await _app.GetAsync("/api/runs" + wrong, "ops")).Status);
    }

    [Fact]
    public async Task Bulk_DryRunTellsWhich_AndThenItIsDone()
    {
        string[] demo = [Text(await StartAsync("ops", "demo"), "id")!, Text(await StartAsync("ops", "demo"), "id")!];
        var other = Text(await StartAsync("ops", "other"), "id")!;
        const string Body = """{"verb":"terminate","filter":{"status":"pending"},"reason":"stop","dryRun":DRY}""";

        var dry = await _app.One.SendAsync(HttpMethod.Post, "/api/runs/bulk", Body.Replace("DRY", "true", StringComparison.Ordinal), _app.Key("red"));
        Assert.Equal(demo.Order(), dry.Json.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("id").GetString()!).Order());
        Assert.Equal((2, 0), (dry.Json.GetProperty("matched").GetInt32(), dry.Json.GetProperty("done").GetInt32()));
        foreach (var id in demo) Assert.Equal("pending", Text((await _app.GetAsync($"/api/runs/{id}")).Json, "status"));

        var done = await _app.One.SendAsync(HttpMethod.Post, "/api/runs/bulk", Body.Replace("DRY", "false", StringComparison.Ordinal), _app.Key("red"));
        Assert.Equal((2, 2), (done.Json.GetProperty("matched").GetInt32(), done.Json.GetProperty("done").GetInt32()));
        foreach (var id in demo) Assert.Equal("terminated", Text((await _app.GetAsync($"/api/runs/{id}")).Json, "status"));
        Assert.Equal("pending", Text((await _app.GetAsync($"/api/runs/{other}", "other")).Json, "status"));
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.One.SendAsync(HttpMethod.Post, "/api/runs/bulk", """{"verb":"terminate"}""", _app.Key("ops"))).Status);
    }

    [Fact]
    public async Task Purge_ByTheAgentItself_IsRefused()
    {
        var id = Text(await StartAsync("demo", "demo"), "id")!;
        await _app.One.SendAsync(HttpMethod.Post, $"/api/runs/{id}/terminate", "{}", _app.Key("demo"));

        Assert.Equal(HttpStatusCode.Forbidden, (await _app.One.SendAsync(HttpMethod.Post, $"/api/runs/{id}/purge", "{}", _app.Key("demo"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.One.SendAsync(HttpMethod.Post, "/api/runs/bulk", """{"verb":"purge","filter":{}}""", _app.Key("demo"))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await _app.One.SendAsync(HttpMethod.Post, $"/api/runs/{id}/purge", "{}", _app.Key("red"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync($"/api/runs/{id}", "ops")).Status);
    }

    [Fact]
    public async Task Read_ByWhoMayOnlyStart_ShowsWhatItStarted()
    {
        await _app.One.PutSpecAsync("principals", "starter", """{"type":"app","grants":[{"scopes":["runs:start"],"team":"red"}]}""");
        var key = (await _app.One.SendAsync(HttpMethod.Post, "/api/keys", """{"principal":"starter"}""")).Json.GetProperty("key").GetString()!;
        var mine = Text(await _app.One.SendAsync(HttpMethod.Post, "/api/agents/demo/runs", "{}", key), "id")!;
        var theirs = Text(await StartAsync("ops", "demo"), "id")!;

        Assert.Equal(HttpStatusCode.OK, (await _app.One.GetAsync($"/api/runs/{mine}", key)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.One.GetAsync($"/api/runs/{theirs}", key)).Status);
        Assert.Equal([mine], (await _app.One.GetAsync("/api/runs", key)).Json.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("id").GetString()!));
        Assert.Equal(HttpStatusCode.NotFound, (await _app.One.SendAsync(HttpMethod.Post, "/api/agents/other/runs", "{}", key)).Status);
    }

    [Fact]
    public async Task Complete_OfARunThatIsRunHere_IsRefused()
    {
        var id = Text(await StartAsync("ops", "demo"), "id")!;

        Assert.Equal((HttpStatusCode.Conflict, "conflict"), ((await _app.CompleteAsync(id)).Status, (await _app.CompleteAsync(id)).Code));
    }

    [Fact]
    public async Task Call_ThatNamesAnOwnRun_JoinsItWhileItIsOpen()
    {
        var id = Text(await StartAsync("ops", "demo"), "id")!;

        Assert.Equal(HttpStatusCode.OK, (await _app.CallAsync(id)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.CallAsync(id, "other")).Status);
        await _app.One.SendAsync(HttpMethod.Post, $"/api/runs/{id}/terminate", "{}", _app.Key("ops"));
        _app.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.CallAsync(id)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.CallAsync(id, at: _app.Two)).Status);
    }

    [Fact]
    public async Task Report_SaysWhatWasDone_AsJsonAndAsText()
    {
        var id = Text(await StartAsync("ops", "demo"), "id")!;
        await StepAsync(id, "s1", RunStepStatus.Succeeded);
        await StepAsync(id, "s2", RunStepStatus.Failed, error: "budget_exhausted: nothing | left <b>");
        await Journal.CloseAsync(Tenants.Default, id, RunStatus.Failed, null, new ApiError(500, "budget_exhausted", "nothing left"), None);

        var json = (await _app.GetAsync($"/api/runs/{id}/report", "ops")).Json;
        Assert.Equal(["s1", "s2"], json.GetProperty("steps").EnumerateArray().Select(static s => s.GetProperty("step").GetProperty("id").GetString()));
        Assert.Equal("0.000123", json.GetProperty("steps")[0].GetProperty("usage").GetProperty("cost").GetString());
        Assert.Equal(2, json.GetProperty("limitsHit").GetArrayLength());
        Assert.Equal("nothing left", json.GetProperty("error").GetProperty("message").GetString());

        var text = await _app.One.SendAsync(HttpMethod.Get, $"/api/runs/{id}/report", null, _app.Key("ops"), ("Accept", "text/markdown"));
        Assert.Equal("text/markdown", text.MediaType);
        Assert.Contains($"# Run {id}: failed", text.Text, StringComparison.Ordinal);
        Assert.Contains("| s1 | model | n | succeeded |", text.Text, StringComparison.Ordinal);
        Assert.Contains("10/5 | 0.000123 |", text.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", text.Text.Replace("\\<", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private Task<ControlApp.Answer> StartAsync(string who, string agent, string body = "{}", params (string, string)[] headers) =>
        _app.One.SendAsync(HttpMethod.Post, $"/api/agents/{agent}/runs", body, _app.Key(who), headers);

    private async Task StepAsync(string run, string id, RunStepStatus status, string? error = null)
    {
        var step = new RunStep { Id = id, Kind = RunStepKind.Model, Name = "n", Status = RunStepStatus.Running, StartedAt = _app.One.Time.GetUtcNow() };
        await Journal.BeginAsync(Tenants.Default, run, step, None);
        var usage = new RunStepUsage("sim-small", 1, new Core.Costs.TokenCounts(10, 0, 0, 0, 5, 0, 0), 123_000);
        await Journal.UpdateAsync(Tenants.Default, run, step with { Status = status, EndedAt = step.StartedAt.AddSeconds(1), Error = error, Usage = usage }, None);
    }

    private static string? Text(ControlApp.Answer answer, string name) => Text(answer.Json, name);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : throw new InvalidOperationException(json.GetRawText());
}
