using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Resources;

public sealed class ResourceSurfaceTests
{
    private const string Simulated = """{"type":"simulated"}""";

    [Fact]
    public async Task Put_NewThenSameThenChanged_Is201Then200UnchangedThen200Changed()
    {
        await using var app = await ControlApp.StartAsync();

        var created = await app.PutSpecAsync("providers", "p", Simulated);
        var same = await app.PutSpecAsync("providers", "p", """{ "type" : "simulated" }""");
        app.Time.Advance(TimeSpan.FromSeconds(5));
        var changed = await app.PutSpecAsync("providers", "p", """{"type":"simulated","headers":{"x-a":"b"}}""");

        Assert.Equal((HttpStatusCode.Created, "/api/providers/p"), (created.Status, created.Location));
        Assert.Equal((HttpStatusCode.OK, created.ETag), (same.Status, same.ETag));
        Assert.Equal(1, same.Json.GetProperty("version").GetInt64());
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.NotEqual(created.ETag, changed.ETag);
        Assert.Equal(2, changed.Json.GetProperty("version").GetInt64());
        Assert.Equal("default", changed.Json.GetProperty("tenant").GetString());
        Assert.Equal("agentfunctions/v1", changed.Json.GetProperty("apiVersion").GetString());
        Assert.True(changed.Json.GetProperty("updatedAt").GetDateTimeOffset() > changed.Json.GetProperty("createdAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Put_BodyThatGetAnswered_IsAccepted()
    {
        await using var app = await ControlApp.StartAsync();
        await app.PutSpecAsync("providers", "p", Simulated);
        var read = await app.GetAsync("/api/providers/p");

        var written = await app.SendAsync(HttpMethod.Put, "/api/providers/p", read.Text);

        Assert.Equal((HttpStatusCode.OK, read.ETag), (written.Status, written.ETag));
    }

    [Fact]
    public async Task Put_StaleIfMatch_Is412AndChangesNothing()
    {
        await using var app = await ControlApp.StartAsync();
        var first = await app.PutSpecAsync("providers", "p", Simulated);
        var second = await app.PutSpecAsync("providers", "p", """{"type":"simulated","headers":{"x-a":"b"}}""", ("If-Match", first.ETag!));

        var stale = await app.PutSpecAsync("providers", "p", Simulated, ("If-Match", first.ETag!));

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "precondition_failed"), (stale.Status, stale.Code));
        Assert.Equal(second.ETag, (await app.GetAsync("/api/providers/p")).ETag);
    }

    [Fact]
    public async Task Put_IfNoneMatch_CreatesOnlyOnce()
    {
        await using var app = await ControlApp.StartAsync();

        var first = await app.PutSpecAsync("providers", "p", Simulated, ("If-None-Match", "*"));
        var second = await app.PutSpecAsync("providers", "p", Simulated, ("If-None-Match", "*"));
        var absent = await app.PutSpecAsync("providers", "q", Simulated, ("If-Match", "*"));

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, second.Status);
        Assert.Equal(HttpStatusCode.PreconditionFailed, absent.Status);
    }

    [Theory]
    [InlineData("If-Match", "abc")]
    [InlineData("If-Match", "W/\"abc\"")]
    [InlineData("If-Match", "\"a\", \"b\"")]
    [InlineData("If-None-Match", "\"a\"")]
    public async Task Put_ConditionOfAnotherForm_Is400(string header, string value)
    {
        await using var app = await ControlApp.StartAsync();

        var answer = await app.PutSpecAsync("providers", "p", Simulated, (header, value));

        Assert.Equal((HttpStatusCode.BadRequest, header), (answer.Status, answer.Json.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Get_IfNoneMatchOfTheStored_Is304()
    {
        await using var app = await ControlApp.StartAsync();
        var stored = await app.PutSpecAsync("providers", "p", Simulated);

        var answer = await app.SendAsync(HttpMethod.Get, "/api/providers/p", null, ControlApp.AdminKey, ("If-None-Match", stored.ETag!));

        Assert.Equal((HttpStatusCode.NotModified, ""), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Delete_NotInUse_Is204Then404()
    {
        await using var app = await ControlApp.StartAsync();
        var stored = await app.PutSpecAsync("providers", "p", Simulated);

        var stale = await app.SendAsync(HttpMethod.Delete, "/api/providers/p", null, ControlApp.AdminKey, ("If-Match", "\"other\""));
        var deleted = await app.SendAsync(HttpMethod.Delete, "/api/providers/p", null, ControlApp.AdminKey, ("If-Match", stored.ETag!));

        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.Status);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/providers/p")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Delete, "/api/providers/p")).Status);
    }

    [Fact]
    public async Task Delete_ThenCreateAgain_NeverRepeatsAnETag()
    {
        await using var app = await ControlApp.StartAsync();
        var first = await app.PutSpecAsync("providers", "p", Simulated);
        await app.SendAsync(HttpMethod.Delete, "/api/providers/p");

        var second = await app.PutSpecAsync("providers", "p", Simulated);

        Assert.Equal(HttpStatusCode.Created, second.Status);
        Assert.NotEqual(first.ETag, second.ETag);
    }

    [Fact]
    public async Task Delete_InUse_Is409WithEveryReferrer()
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        await app.IssueKeyAsync(id: "k1");
        await app.PutSpecAsync("models", "sim-*", """{"targets":[{"provider":"sim"}]}""");

        var provider = await app.SendAsync(HttpMethod.Delete, "/api/providers/sim");
        var model = await app.SendAsync(HttpMethod.Delete, "/api/models/sim-small");
        var agent = await app.SendAsync(HttpMethod.Delete, "/api/agents/demo");

        Assert.Equal((HttpStatusCode.Conflict, "in_use"), (provider.Status, provider.Code));
        Assert.Equal(["models/sim-*", "models/sim-small"], Paths(provider).Order());
        Assert.Equal(["agents/demo"], Paths(model));
        Assert.Equal(["keys/k1"], Paths(agent));
    }

    [Fact]
    public async Task List_WalkedWhileOthersWrite_GivesWhatWasThereThroughoutOnceAndInOrder()
    {
        await using var app = await ControlApp.StartAsync();
        for (var i = 0; i < 25; i++) await app.PutSpecAsync("providers", $"p{i:00}", Simulated);
        var seen = new List<string>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = (await app.GetAsync($"/api/providers?limit=4{(cursor is null ? "" : "&cursor=" + cursor)}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
            await app.PutSpecAsync("providers", $"p{pages * 2:00}", SimulatedWith(pages));
            await app.PutSpecAsync("providers", $"a{pages}", Simulated);
            await app.SendAsync(HttpMethod.Delete, $"/api/providers/a{pages}");
            pages++;
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"p{i:00}"), seen);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("cursor=!!", "cursor")]
    public async Task List_BadPaging_Is400(string query, string param)
    {
        await using var app = await ControlApp.StartAsync();

        var answer = await app.GetAsync("/api/models?" + query);

        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.Status, answer.Json.GetProperty("param").GetString()));
    }

    [Fact]
    public async Task List_CursorOfAnotherKind_Is400()
    {
        await using var app = await ControlApp.StartAsync();
        for (var i = 0; i < 3; i++) await app.PutSpecAsync("providers", $"p{i}", Simulated);
        var cursor = (await app.GetAsync("/api/providers?limit=1")).Json.GetProperty("nextCursor").GetString();

        Assert.Equal(HttpStatusCode.BadRequest, (await app.GetAsync($"/api/agents?cursor={cursor}")).Status);
    }

    [Fact]
    public async Task WildcardAndItsPrefix_AreTwoResources()
    {
        await using var app = await ControlApp.StartAsync();
        await app.PutSpecAsync("providers", "sim", Simulated);
        foreach (var id in new[] { "gpt", "gpt*", "*", "w:gpt" }) Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("models", Uri.EscapeDataString(id), """{"targets":[{"provider":"sim"}]}""")).Status);

        var list = (await app.GetAsync("/api/models")).Json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString());

        Assert.Equal(["*", "gpt", "gpt*", "w:gpt"], list);
    }

    [Fact]
    public async Task LongIds_AreKeptApart()
    {
        await using var app = await ControlApp.StartAsync();
        var one = new string('a', 127) + "1";
        var two = new string('a', 127) + "2";

        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("providers", one, Simulated)).Status);
        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("providers", two, Simulated)).Status);
        Assert.Equal(one, (await app.GetAsync("/api/providers/" + one)).Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Schemas_OfEveryKind_AreServedAndDescribeEveryField()
    {
        await using var app = await ControlApp.StartAsync();

        foreach (var kind in new[] { "providers", "prices", "models", "agents", "keys" })
        {
            var schema = await app.GetAsync($"/api/schemas/{kind}");
            Assert.Equal((HttpStatusCode.OK, "application/schema+json"), (schema.Status, schema.MediaType));
            foreach (var field in schema.Json.GetProperty("properties").GetProperty("spec").GetProperty("properties").EnumerateObject())
                Assert.False(string.IsNullOrWhiteSpace(field.Value.GetProperty("description").GetString()), $"{kind}.{field.Name} has no description");
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/schemas/widgets")).Status);
    }

    [Fact]
    public async Task Surface_WithAnAgentsKey_Is403()
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        var key = await app.IssueKeyAsync();

        foreach (var path in new[] { "/api/providers", "/api/keys", "/api/secrets", "/api/models/sim-small", "/api/schemas/models" })
            Assert.Equal((HttpStatusCode.Forbidden, "not_entitled"), Pair(await app.GetAsync(path, key)));
    }

    [Fact]
    public async Task Surface_UnknownTenant_Is404()
    {
        await using var app = await ControlApp.StartAsync();

        var answer = await app.SendAsync(HttpMethod.Get, "/api/providers", null, ControlApp.AdminKey, ("x-tenant-id", "nobody"));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }

    [Fact]
    public async Task Put_ConcurrentWriters_AllSucceedAndVersionsCount()
    {
        await using var app = await ControlApp.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => app.PutSpecAsync("providers", $"p{i % 4}", SimulatedWith(i))));

        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.OK or HttpStatusCode.Created, a.Text));
        Assert.Equal(40, answers.Select(a => a.ETag).Distinct().Count());
        for (var i = 0; i < 4; i++) Assert.Equal(10, (await app.GetAsync($"/api/providers/p{i}")).Json.GetProperty("version").GetInt64());
    }

    private static string SimulatedWith(int value) => """{"type":"simulated","headers":{"x-a":"#"}}""".Replace("#", value.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static (HttpStatusCode, string?) Pair(ControlApp.Answer answer) => (answer.Status, answer.Code);

    private static List<string> Paths(ControlApp.Answer answer) =>
        [.. answer.Json.GetProperty("errors").EnumerateArray().Select((JsonElement e) => e.GetProperty("path").GetString()!)];
}
