using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace AgentFunctions.Http.Tests.Resources;

public sealed class ResourceSetSurfaceTests
{
    private const string Set = """
        {"managedBy":"ci","items":[
          {"kind":"agents","id":"a","spec":{"team":"t","models":["m"]}},
          {"kind":"teams","id":"t","spec":{"models":["m"]}},
          {"apiVersion":"agentfunctions/v1","kind":"models","id":"m","spec":{"targets":[{"provider":"p"}]}},
          {"kind":"providers","id":"p","spec":{"type":"simulated","headers":{"x-a":"b"}}}]}
        """;

    [Fact]
    public async Task Put_Json_AppliesAndAgainChangesNothing()
    {
        await using var app = await ControlApp.StartAsync();

        var first = await app.SendAsync(HttpMethod.Put, "/api/resources", Set);
        var second = await app.SendAsync(HttpMethod.Put, "/api/resources", Set);

        Assert.Equal((HttpStatusCode.OK, """{"create":4,"update":0,"delete":0,"unchanged":0}"""), (first.Status, first.Json.GetProperty("summary").GetRawText()));
        Assert.Equal("""{"create":0,"update":0,"delete":0,"unchanged":4}""", second.Json.GetProperty("summary").GetRawText());
        Assert.Equal(first.Json.GetProperty("sequence").GetInt64(), second.Json.GetProperty("sequence").GetInt64());
        Assert.Equal("ci", (await app.GetAsync("/api/agents/a")).Json.GetProperty("managedBy").GetString());
    }

    [Fact]
    public async Task Put_Yaml_IsTheSame()
    {
        await using var app = await ControlApp.StartAsync();
        const string Yaml = """
            kind: models
            id: m
            spec:
              targets:
                - provider: p
            ---
            kind: providers
            id: p
            spec: { type: simulated }
            """;

        var answer = await app.SendContentAsync(HttpMethod.Put, "/api/resources?managedBy=ci&dryRun=true", new StringContent(Yaml, Encoding.UTF8, "application/yaml"));

        Assert.Equal((HttpStatusCode.OK, true), (answer.Status, answer.Json.GetProperty("dryRun").GetBoolean()));
        Assert.Equal(["models/m create", "providers/p create"], answer.Json.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("kind")}/{c.GetProperty("id")} {c.GetProperty("action")}"));
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/models/m")).Status);
    }

    [Theory]
    [InlineData("""{"items":[{"kind":"models","id":"m","spec":{"targets":[{"provider":"no"}]}}]}""", "items[0].spec.targets[0].provider", "create it first")]
    [InlineData("""{"items":[{"kind":"agents","id":"a","spec":{"modls":[]}}]}""", "items[0].spec.modls", "did you mean")]
    [InlineData("""{"items":[{"kind":"agent","id":"a","spec":{}}]}""", "items[0].kind", "must be one of")]
    [InlineData("""{"items":[{"kind":"agents","spec":{}}]}""", "items[0].id", "is required")]
    [InlineData("""{"items":[{"kind":"agents","id":"a/b","spec":{}}]}""", "items[0].id", "must match")]
    [InlineData("""{"items":[{"kind":"agents","id":"a","spec":{}},{"kind":"agents","id":"a","spec":{}}]}""", "items[1].id", "items[0]")]
    [InlineData("""{"items":[5]}""", "items[0]", "object")]
    [InlineData("""{"items":{}}""", "items", "must be an array")]
    [InlineData("""{"item":[]}""", "item", "did you mean")]
    [InlineData("""{"items":[],"managedBy":"a b"}""", "managedBy", "letters")]
    public async Task Put_Wrong_NamesPathAndCure(string body, string path, string cure)
    {
        await using var app = await ControlApp.StartAsync();

        var answer = await app.SendAsync(HttpMethod.Put, "/api/resources", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(path, answer.Json.GetProperty("param").GetString());
        Assert.Contains(cure, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [", "line 2")]
    [InlineData("kind: agents\nid: a\nspec: {}\nkind: models\n", "line 4")]
    public async Task Put_BrokenYaml_NamesTheLine(string body, string said)
    {
        await using var app = await ControlApp.StartAsync();

        var answer = await app.SendContentAsync(HttpMethod.Put, "/api/resources", new StringContent(body, new MediaTypeHeaderValue("application/yaml")));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(said, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_AppliedAgain_IsUnchanged()
    {
        await using var app = await ControlApp.StartAsync();
        await app.SendAsync(HttpMethod.Put, "/api/resources", Set);
        await app.SendAsync(HttpMethod.Put, "/api/secrets/s", """{"value":"canary-5511","hosts":["a.example"]}""");

        var exported = await app.GetAsync("/api/resources");
        var again = await app.SendAsync(HttpMethod.Put, "/api/resources", $$"""{"items":{{exported.Json.GetProperty("items").GetRawText()}}}""");

        Assert.Equal(["providers", "models", "teams", "agents"], exported.Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("kind").GetString()));
        Assert.Equal("""{"create":0,"update":0,"delete":0,"unchanged":4}""", again.Json.GetProperty("summary").GetRawText());
        Assert.DoesNotContain("canary", exported.Text, StringComparison.Ordinal);
    }
}
