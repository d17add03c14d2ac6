using System.Net;
using System.Text.Json;
using AgentFunctions.Http.Tests.Activities;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Workflows;

/// <summary><c>POST /api/workflows/{id}/test</c> and <c>GET /api/workflows/{id}/diagram</c> over HTTP.</summary>
public sealed class WorkflowEndpointTests
{
    private const string Spec = """
        {"agent":"demo","input":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]},
         "steps":[{"id":"get","type":"tool","tool":"orders.get","arguments":{"id":"${input.id}"}},
                  {"id":"ok","type":"approval","if":"steps.get.output.total > 10","action":{"pay":"${input.id}"}}],
         "output":"${steps.get.output.total}"}
        """;

    [Fact]
    public async Task Test_StoredWorkflow_ReportsWhatCameOfIt()
    {
        await using var app = await StartAsync();
        var answer = await app.PostAsync("/api/workflows/w/test", """{"input":{"id":"o-1"},"tools":{"orders.get":[{"total":20}]},"approvals":{"ok":"approve"},"expect":{"output":20,"asked":["ok"],"calls":[{"input":{"id":"o-1"}}]}}""");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.Status, answer.MediaType));
        Assert.True(answer.Json.GetProperty("passed").GetBoolean(), answer.Text);
        Assert.Equal(("succeeded", "20", "[]"), (answer.Json.GetProperty("status").GetString(), answer.Json.GetProperty("output").GetRawText(), answer.Json.GetProperty("failures").GetRawText()));
        Assert.Equal(answer.Text, (await app.PostAsync("/api/workflows/w/test", """{"input":{"id":"o-1"},"tools":{"orders.get":[{"total":20}]},"approvals":{"ok":"approve"},"expect":{"output":20,"asked":["ok"],"calls":[{"input":{"id":"o-1"}}]}}""")).Text);
    }

    [Fact]
    public async Task Test_ExpectationThatDoesNotHold_Is200AndSaysWhere()
    {
        await using var app = await StartAsync();
        var answer = await app.PostAsync("/api/workflows/w/test", """{"input":{"id":"o-1"},"tools":{"orders.get":[{"total":5}]},"expect":{"output":6}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((false, """[{"path":"expect.output","message":"expected 6, was 5"}]"""), (answer.Json.GetProperty("passed").GetBoolean(), answer.Json.GetProperty("failures").GetRawText()));
    }

    [Fact]
    public async Task Test_AnswerThatDoesNotFit_IsSaidWithItsPlace()
    {
        await using var app = await StartAsync();
        const string Ask = """{"agent":"demo","steps":[{"id":"size","type":"ask","prompt":"How many?","schema":{"type":"object","properties":{"count":{"type":"integer"}},"required":["count"]}}]}""";
        var answer = await app.PostAsync("/api/workflows/new/test", $$"""{"definition":{{Ask}},"asks":{"size":{"count":"two"} } }""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Contains(answer.Json.GetProperty("failures").EnumerateArray(), static f => f.GetProperty("path").GetString() == "asks.size.count");
        Assert.Equal("[]", answer.Json.GetProperty("missing").GetRawText());
    }

    [Theory]
    [InlineData("\"maybe\"", "approvals.ok")]
    [InlineData("{\"decision\":\"yes\"}", "approvals.ok.decision")]
    public async Task Test_DecisionThatIsNone_IsSaidWithItsPlace(string decision, string path)
    {
        await using var app = await StartAsync();
        var answer = await app.PostAsync("/api/workflows/w/test", $$"""{"input":{"id":"o-1"},"tools":{"orders.get":[{"total":20}]},"approvals":{"ok":{{decision}} } }""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Contains(answer.Json.GetProperty("failures").EnumerateArray(), f => f.GetProperty("path").GetString() == path);
    }

    [Theory]
    [InlineData("""{"tols":{}}""", "tols")]
    [InlineData("""{"expect":{"outputs":1}}""", "expect.outputs")]
    [InlineData("""{"expect":{"status":"done"}}""", "expect.status")]
    [InlineData("""{"events":[{"name":"e","at":"soon"}]}""", "events[0].at")]
    [InlineData("""{"tools":{"orders.get":{"total":5}}}""", "tools.orders.get")]
    [InlineData("""{"definition":{"agent":"demo","steps":[{"id":"a","type":"tool","tool":"gone"}]}}""", "definition.steps[0].tool")]
    [InlineData("""{"definition":{"steps":[{"id":"a","type":"set","values":{"x":"${input.}"}}]}}""", "definition.steps[0].values.x")]
    [InlineData("""{"definition":{"steps":[]}}""", "definition.steps")]
    [InlineData("""{"definition":{"agent":"demo","steps":[{"id":"a","type":"approval","action":{},"approvers":["groups/g","principals/gone"]}]}}""", "definition.steps[0].approvers[1]")]
    public async Task Test_Malformed_Is400WithThePath(string body, string path)
    {
        await using var app = await StartAsync();
        var answer = await app.PostAsync("/api/workflows/w/test", body);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.DoesNotContain("items[0]", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Json.GetProperty("errors").EnumerateArray().Any(e => Plain(e.GetProperty("path").GetString()!) == path), answer.Text);
    }

    [Fact]
    public async Task Test_Definition_IsTriedAndNothingIsWritten()
    {
        await using var app = await StartAsync();
        var before = (await app.GetAsync("/api/changes")).Text;
        var answer = await app.PostAsync("/api/workflows/new/test", """{"definition":{"steps":[{"id":"t","type":"timer","duration":"30.00:00:00"},{"id":"s","type":"set","values":{"x":"${input}"}}],"output":"${vars.x}"},"input":7}""");
        Assert.True(answer.Json.GetProperty("passed").GetBoolean(), answer.Text);
        Assert.Equal(("7", "30.00:00:00"), (answer.Json.GetProperty("output").GetRawText(), answer.Json.GetProperty("elapsed").GetString()));
        Assert.Equal(before, (await app.GetAsync("/api/changes")).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/workflows/new")).Status);
    }

    /// <summary>What is put together from large parts ends at the bound, not in the memory of the server.</summary>
    [Fact]
    public async Task Test_HugeResult_FailsTheStep()
    {
        await using var app = await StartAsync();
        var answer = await app.PostAsync("/api/workflows/w/test", $$"""{"definition":{"steps":[{"id":"s","type":"set","values":{"x":"${input}${input}"} }]},"input":"{{new string('x', 700_000)}}" }""");
        Assert.Equal(("failed", "expression_failed"), (answer.Json.GetProperty("status").GetString(), answer.Json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Diagram_IsMermaidText()
    {
        await using var app = await StartAsync();
        var answer = await app.GetAsync("/api/workflows/w/diagram");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.Status, answer.MediaType));
        Assert.Equal(
            """
            flowchart TD
              n0(["start"])
              n1["get: tool orders.get"]
              n0 --> n1
              n2{"ok: if steps.get.output.total #62; 10"}
              n1 --> n2
              n3["ok: approval"]
              n2 -->|"true"| n3
              n4(["end"])
              n3 --> n4
              n2 -->|"false"| n4

            """.ReplaceLineEndings("\n"),
            answer.Text);
    }

    /// <summary>One answer for what is not there, what is another team's and what is another tenant's.</summary>
    [Fact]
    public async Task TestAndDiagram_OfAnotherTeam_AreNotFound()
    {
        await using var teams = await TeamsApp.StartAsync();
        var red = await teams.IssueAsync("red-ops", "operator", """[{"scopes":[],"team":"red"}]""");
        var blue = await teams.IssueAsync("blue-ops", "operator", """[{"scopes":[],"team":"blue"}]""");
        const string Own = """{"team":"blue","steps":[{"id":"s","type":"set","values":{"x":1}}]}""";
        Assert.Equal(HttpStatusCode.Created, (await teams.App.PutSpecAsync("workflows", "w", Own)).Status);
        teams.App.Time.Advance(TimeSpan.FromSeconds(3));

        foreach (var (method, path, body) in ((HttpMethod, string, string?)[])[(HttpMethod.Post, "test", "{}"), (HttpMethod.Get, "diagram", null)])
        {
            Assert.Equal(HttpStatusCode.OK, (await teams.App.SendAsync(method, $"/api/workflows/w/{path}", body, blue)).Status);
            var nothing = await teams.App.SendAsync(method, $"/api/workflows/v/{path}", body, red);
            foreach (var key in (string[])[red, teams.OtherTenant])
            {
                var answer = await teams.App.SendAsync(method, $"/api/workflows/w/{path}", body, key);
                Assert.Equal((HttpStatusCode.NotFound, nothing.Code), (answer.Status, answer.Code));
                Assert.Equal(nothing.Json.GetProperty("detail").GetString()!.Replace("'v'", "'w'", StringComparison.Ordinal).Replace("/v", "/w", StringComparison.Ordinal), answer.Json.GetProperty("detail").GetString());
            }
        }

        var foreign = await teams.App.SendAsync(HttpMethod.Post, "/api/workflows/x/test", $$"""{"definition":{{Own}} }""", red);
        Assert.Contains(foreign.Status, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.Forbidden, HttpStatusCode.NotFound]);
        var stranger = await teams.App.SendAsync(HttpMethod.Post, "/api/workflows/x/test", """{"definition":{"team":"red","steps":[{"id":"s","type":"workflow","workflow":"w"}]}}""", red);
        Assert.Equal(HttpStatusCode.BadRequest, stranger.Status);
    }

    private static async Task<ControlApp> StartAsync()
    {
        var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("tools", "orders.get", """{"type":"http","description":"d","inputSchema":{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]},"request":{"method":"GET","url":"https://tools.example.com/{id}"}}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.PutSpecAsync("agents", "demo", """{"models":["sim-small"],"tools":["orders.get"]}""")).Status);
        var written = await app.PutSpecAsync("workflows", "w", Spec);
        Assert.True(written.Status == HttpStatusCode.Created, written.Text);
        return app;
    }

    /// <summary>A path with names in quotes as without.</summary>
    private static string Plain(string path) => path.Replace("['", ".", StringComparison.Ordinal).Replace("[\"", ".", StringComparison.Ordinal).Replace("']", "", StringComparison.Ordinal).Replace("\"]", "", StringComparison.Ordinal);
}
