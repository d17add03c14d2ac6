using System.Net;

namespace AgentFunctions.Http.Tests.Sessions;

public sealed class SlotEndpointTests : IAsyncLifetime
{
    private const string Brief = """{"goal":"Answer"}""";
    private SessionsApp _app = null!;

    public async Task InitializeAsync() => _app = await SessionsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Put_ThenGet_GivesValueVersionAndETag()
    {
        var put = await _app.PutSlotAsync("s1", "brief", Brief);
        Assert.True(put.Status == HttpStatusCode.OK, put.Text);
        var got = await _app.GetAsync("/api/sessions/s1/slots/brief");

        Assert.Equal((Brief, 1), (got.Json.GetProperty("value").GetRawText(), got.Json.GetProperty("version").GetInt32()));
        Assert.Equal(put.ETag, got.ETag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _app.PutSlotAsync("s1", "brief", Brief, headers: ("If-None-Match", "*"))).Status);
        Assert.Equal(2, (await _app.PutSlotAsync("s1", "brief", Brief, headers: ("If-Match", put.ETag!))).Json.GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await _app.PutSlotAsync("s1", "brief", Brief, headers: ("If-Match", put.ETag!))).Status);

        var page = (await _app.GetAsync("/api/sessions/s1/slots/brief/history?limit=1")).Json;
        Assert.Equal((2, "2"), (page.GetProperty("items")[0].GetProperty("version").GetInt32(), page.GetProperty("nextCursor").GetString()));
        Assert.Equal("brief", (await _app.GetAsync("/api/sessions/s1")).Json.GetProperty("slots")[0].GetProperty("slot").GetString());
    }

    [Theory]
    [InlineData("brief", """{"gaol":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("history", "[]", HttpStatusCode.BadRequest)]
    [InlineData("memory", "[]", HttpStatusCode.BadRequest)]
    [InlineData("undeclared", "1", HttpStatusCode.NotFound)]
    [InlineData("state", """{"any":["thing",1,null]}""", HttpStatusCode.OK)]
    [InlineData("notes", "\"x\"", HttpStatusCode.OK)]
    public async Task Put_GoesByTheDeclaration(string slot, string value, HttpStatusCode expected) => Assert.Equal(expected, (await _app.PutSlotAsync("s1", slot, value)).Status);

    [Theory]
    [InlineData("reader", "brief", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("writer", "brief", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("other", "brief", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData("reader", "notes", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    [InlineData("reader", "state", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    public async Task OtherAgent_GoesByItsRights(string who, string slot, HttpStatusCode read, HttpStatusCode write)
    {
        foreach (var own in (string[])["brief", "notes", "state"]) await _app.PutSlotAsync("s1", own, Brief);

        Assert.Equal(read, (await _app.GetAsync($"/api/sessions/s1/slots/{slot}?agent=demo", who)).Status);
        Assert.Equal(read, (await _app.GetAsync($"/api/sessions/s1/slots/{slot}/history?agent=demo", who)).Status);
        Assert.Equal(write, (await _app.PutSlotAsync("s1", slot, Brief, who, "?agent=demo")).Status);
    }

    [Fact]
    public async Task OtherAgent_WithARight_NeitherBeginsASessionNorReachesMessages()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _app.PutSlotAsync("new", "brief", Brief, "writer", "?agent=demo")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/sessions/new")).Status);
        await _app.AppendAsync("s1", """{"role":"user","content":"Hi"}""");
        foreach (var path in (string[])["/api/sessions/s1", "/api/sessions/s1/messages", "/api/sessions/s1/context"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync(path, "writer")).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await _app.GetAsync(path + "?agent=demo", "writer")).Status);
        }
    }

    [Fact]
    public async Task Right_Withdrawn_HoldsNoLonger()
    {
        await _app.PutSlotAsync("s1", "brief", Brief);
        await _app.DeclareAsync("demo", """{"models":["sim-small"],"context":{"slots":{"brief":{}}}}""");
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/sessions/s1/slots/brief?agent=demo", "reader")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _app.GetAsync("/api/sessions/s1/slots/brief")).Status);
    }
}
