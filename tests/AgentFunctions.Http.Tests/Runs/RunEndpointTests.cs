using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Runs;

public sealed class RunEndpointTests : IAsyncLifetime
{
    private RunsApp _app = null!;

    public async Task InitializeAsync() => _app = await RunsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Complete_AnswersTheClosedRunAndRepeatsTheSame()
    {
        await _app.CallAsync("r1");

        var first = await _app.CompleteAsync("r1", outcome: "failure");
        var again = await _app.CompleteAsync("r1", outcome: "failure", at: _app.Two);

        Assert.Equal((HttpStatusCode.Accepted, "failed", "failure"), (first.Status, first.Json.GetProperty("status").GetString(), first.Json.GetProperty("outcome").GetString()));
        Assert.Equal((HttpStatusCode.Accepted, first.Text), (again.Status, again.Text));
        var other = await _app.CompleteAsync("r1");
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (other.Status, other.Code));
    }

    [Theory]
    [InlineData("ops", HttpStatusCode.Accepted)]
    [InlineData("red", HttpStatusCode.Accepted)]
    [InlineData("blue", HttpStatusCode.NotFound)]
    [InlineData("other", HttpStatusCode.NotFound)]
    [InlineData("far/demo", HttpStatusCode.NotFound)]
    [InlineData("far/ops", HttpStatusCode.NotFound)]
    [InlineData("audit", HttpStatusCode.Forbidden)]
    public async Task Complete_ByOthers_ReachesAsFarAsTheirRights(string who, HttpStatusCode expected)
    {
        await _app.CallAsync("r1");

        var answer = await _app.CompleteAsync("r1", who);

        Assert.Equal(expected, answer.Status);
        if (expected == HttpStatusCode.NotFound)
            Assert.Equal(Normal((await _app.CompleteAsync("nothing", who)).Text), Normal(answer.Text));
        Assert.Equal(expected == HttpStatusCode.Accepted ? "succeeded" : "running", (await _app.GetAsync("/api/runs/r1")).Json.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"outcome":null}""")]
    [InlineData("""{"outcome":"succeeded"}""")]
    [InlineData("""{"outcome":"Success"}""")]
    [InlineData("""{"outcome":1}""")]
    [InlineData("""{"outcome":"success","more":1}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task Complete_MalformedBody_IsRefused(string body)
    {
        await _app.CallAsync("r1");

        Assert.Equal(HttpStatusCode.BadRequest, (await _app.One.SendAsync(HttpMethod.Post, "/api/runs/r1/complete", body, _app.Key("demo"))).Status);
        Assert.Equal("running", (await _app.GetAsync("/api/runs/r1")).Json.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("_index")]
    [InlineData("%2e%2e%2fr1")]
    [InlineData("r1%00")]
    [InlineData("r%C3%BC")]
    [InlineData("600")]
    public async Task Paths_WithHostileIds_FindNothing(string id)
    {
        await _app.CallAsync("r1");
        if (id == "600") id = new string('z', 600);

        foreach (var who in (string[])["demo", "ops"])
        {
            Assert.Contains((await _app.GetAsync($"/api/runs/{id}", who)).Status, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
            Assert.Contains((await _app.CompleteAsync(id, who)).Status, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.BadRequest]);
        }
    }

    [Fact]
    public async Task List_ShowsEachWhatIsTheirs_NewestFirst()
    {
        foreach (var (run, agent) in ((string, string)[])[("r1", "demo"), ("r2", "other"), ("r3", "demo"), ("r4", "far/demo")])
        {
            await _app.CallAsync(run, agent);
            _app.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["r3", "r1"], await _app.ListAsync("demo"));
        Assert.Equal(["r2"], await _app.ListAsync("other", at: _app.Two));
        Assert.Equal(["r3", "r2", "r1"], await _app.ListAsync("ops"));
        Assert.Equal(["r3", "r2", "r1"], await _app.ListAsync("audit"));
        Assert.Equal(["r3", "r1"], await _app.ListAsync("red"));
        Assert.Equal(["r2"], await _app.ListAsync("blue"));
        Assert.Equal(["r4"], await _app.ListAsync("far/ops"));
        Assert.Equal(["r4"], await _app.ListAsync("far/demo"));
    }

    [Fact]
    public async Task List_Filters_ByAgentSessionAndStatus()
    {
        await _app.CallAsync("r1", headers: ("x-session-id", "s1"));
        await _app.CallAsync("r2", headers: ("x-session-id", "s2"));
        await _app.CallAsync("r3", "other", headers: ("x-session-id", "s1"));
        await _app.CompleteAsync("r2", at: _app.Two);

        Assert.Equal(["r1", "r2"], (await _app.ListAsync("ops", "?agent=demo")).Order());
        Assert.Equal(["r1", "r3"], (await _app.ListAsync("ops", "?session=s1")).Order());
        Assert.Equal(["r1", "r3"], (await _app.ListAsync("ops", "?status=running")).Order());
        Assert.Equal(["r2"], await _app.ListAsync("ops", "?status=succeeded"));
        Assert.Equal(["r1"], await _app.ListAsync("ops", "?agent=demo&session=s1&status=running"));
        Assert.Empty(await _app.ListAsync("demo", "?agent=other"));
        Assert.Empty(await _app.ListAsync("ops", "?agent=' or 1=1 --"));
    }

    [Fact]
    public async Task List_InPages_ShowsEveryRunOnce()
    {
        for (var i = 0; i < 23; i++)
        {
            await _app.CallAsync($"r{i:00}", i % 3 == 0 ? "other" : "demo");
            if (i % 2 == 0) _app.Advance(TimeSpan.FromMilliseconds(1));
            if (i % 5 == 0) await _app.CompleteAsync($"r{i:00}", "ops");
        }

        foreach (var query in (string[])["", "&status=running", "&status=succeeded", "&agent=other"])
        {
            var (seen, cursor) = (new List<string>(), "");
            do
            {
                var page = (await _app.GetAsync($"/api/runs?limit=4{query}{cursor}", "ops")).Json;
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("id").GetString()!));
                cursor = page.GetProperty("nextCursor") is { ValueKind: JsonValueKind.String } next ? "&cursor=" + next.GetString() : "";
            }
            while (cursor.Length > 0);

            Assert.Equal(await _app.ListAsync("ops", "?limit=500" + query), seen);
            Assert.Equal(seen.Count, seen.Distinct().Count());
        }
    }

    [Theory]
    [InlineData("?status=done")]
    [InlineData("?limit=0")]
    [InlineData("?limit=501")]
    [InlineData("?limit=x")]
    [InlineData("?cursor=abc")]
    [InlineData("?cursor=MS9ydW5zL3p6eno6Li4v")]
    [InlineData("?cursor=%00")]
    public async Task List_MalformedQuery_IsRefused(string query) => Assert.Equal(HttpStatusCode.BadRequest, (await _app.GetAsync("/api/runs" + query, "ops")).Status);

    [Fact]
    public async Task AgentThatMovedToAnotherTeam_LeavesItsRunsBehind()
    {
        await _app.CallAsync("r1");
        await _app.One.PutSpecAsync("agents", "demo", """{"models":["sim-small"],"team":"blue"}""");
        _app.Advance(TimeSpan.FromSeconds(3));

        Assert.Empty(await _app.ListAsync("demo"));
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/runs/r1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.CallAsync("r1")).Status);
        Assert.Empty(await _app.ListAsync("blue"));
        Assert.Equal(["r1"], await _app.ListAsync("red"));
    }

    private static string Normal(string problem)
    {
        var json = JsonDocument.Parse(problem).RootElement;
        return $"{json.GetProperty("code").GetString()} {json.GetProperty("detail").GetString()!.Replace("runs/r1", "runs/nothing", StringComparison.Ordinal)}";
    }
}
