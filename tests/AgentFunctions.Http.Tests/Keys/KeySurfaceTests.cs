using System.Net;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Keys;

public sealed class KeySurfaceTests
{
    private const string Probe = "/api/providers";

    [Fact]
    public async Task Create_AnswersTheKeyOnceAndItAuthenticates()
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();

        var created = await app.PostAsync("/api/keys", """{"agent":"demo","id":"k1","expiresAt":"2026-06-01T12:00:00+02:00"}""");
        var shown = await app.GetAsync("/api/keys/k1");

        Assert.Equal((HttpStatusCode.Created, "/api/keys/k1"), (created.Status, created.Location));
        var key = created.Json.GetProperty("key").GetString()!;
        Assert.StartsWith("ak_default.k1.", key, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Probe, key)).Status);
        Assert.Equal(("active", created.ETag), (shown.Json.GetProperty("status").GetString(), shown.ETag));
        Assert.Equal("2026-06-01T10:00:00+00:00", shown.Json.GetProperty("spec").GetProperty("expiresAt").GetString());
        Assert.DoesNotContain(key[^49..], shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_DefaultOverlap_IsAnHour()
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        var old = await app.IssueKeyAsync(id: "k1");

        var next = (await app.PostAsync("/api/keys/k1/rotate")).Json.GetProperty("key").GetString()!;

        app.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Probe, old)).Status);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(Probe, old)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(Probe, next)).Status);
    }

    [Fact]
    public async Task Revoke_IsFinal()
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        var key = await app.IssueKeyAsync(id: "k1");

        var revoked = await app.PostAsync("/api/keys/k1/revoke");

        Assert.Equal((HttpStatusCode.OK, "revoked"), (revoked.Status, revoked.Json.GetProperty("status").GetString()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(Probe, key)).Status);
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), Pair(await app.PostAsync("/api/keys/k1/rotate")));
        Assert.Equal("revoked", (await app.PostAsync("/api/keys/lookup", $$"""{"key":"{{key}}"}""")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task LookUp_TellsIdAgentAndStatusOnly()
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        var key = await app.IssueKeyAsync(id: "k1");

        var found = await app.PostAsync("/api/keys/lookup", $$"""{"key":"{{key}}"}""");
        var unknown = await app.PostAsync("/api/keys/lookup", """{"key":"sk-something-else"}""");

        Assert.Equal("""{"id":"k1","tenant":"default","agent":"demo","status":"active"}""", found.Text);
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), Pair(unknown));
        Assert.DoesNotContain("sk-something", unknown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AgentsKey_OfADeletedAgentsId_IsRefused()
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        await app.IssueKeyAsync(id: "k1");

        Assert.Equal(HttpStatusCode.Conflict, (await app.SendAsync(HttpMethod.Delete, "/api/agents/demo")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await app.SendAsync(HttpMethod.Delete, "/api/keys/k1")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await app.SendAsync(HttpMethod.Delete, "/api/agents/demo")).Status);
    }

    [Theory]
    [InlineData("/api/keys", """{}""", 400, "agent")]
    [InlineData("/api/keys", """{"agent":"nobody"}""", 400, "agent")]
    [InlineData("/api/keys", """{"agent":"demo","id":"a.b"}""", 400, "id")]
    [InlineData("/api/keys", """{"agent":"demo","id":"k1"}""", 409, "id")]
    [InlineData("/api/keys", """{"agent":"demo","expiresAt":"2025-01-01T00:00:00Z"}""", 400, "expiresAt")]
    [InlineData("/api/keys", """{"agent":"demo","expiresAt":"2026-02-31T00:00:00Z"}""", 400, "expiresAt")]
    [InlineData("/api/keys", """{"agent":"demo","expires":"2026-01-01T00:00:00Z"}""", 400, "expires")]
    [InlineData("/api/keys", """["demo"]""", 400, "$")]
    [InlineData("/api/keys/k1/rotate", """{"overlap":"1h"}""", 400, "overlap")]
    [InlineData("/api/keys/k1/rotate", """{"overlap":"31.00:00:00"}""", 400, "overlap")]
    [InlineData("/api/keys/none/rotate", """{}""", 404, "id")]
    [InlineData("/api/keys/none/revoke", null, 404, "id")]
    [InlineData("/api/keys/lookup", """{}""", 400, "key")]
    [InlineData("/api/keys/lookup", """{"key":""}""", 400, "key")]
    [InlineData("/api/keys/lookup", """{"key":5}""", 400, "key")]
    public async Task Post_Malformed_NamesTheField(string path, string? body, int status, string param)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        await app.IssueKeyAsync(id: "k1");

        var answer = await app.PostAsync(path, body);

        Assert.Equal((status, param), ((int)answer.Status, answer.Json.GetProperty("param").GetString()));
    }

    private static (HttpStatusCode, string?) Pair(ControlApp.Answer answer) => (answer.Status, answer.Code);
}
