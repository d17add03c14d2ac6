using System.Net;
using System.Text.Json;

namespace AgentFunctions.Http.Tests.Sessions;

public sealed class SessionEndpointTests : IAsyncLifetime
{
    private const string Hi = """{"role":"user","content":"Hi"}""";
    private SessionsApp _app = null!;

    public async Task InitializeAsync() => _app = await SessionsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Append_ThenList_KeepsOrderLabelAndSource()
    {
        var appended = await _app.AppendAsync("s1", $$"""{{Hi}},{"role":"assistant","content":"Hello"},{"role":"tool","tool_call_id":"c1","content":"42"},{"role":"assistant","content":"So 42"}""", headers: ("x-end-user", "Ann"));
        Assert.True(appended.Status == HttpStatusCode.OK, appended.Text);

        var items = (await _app.GetAsync("/api/sessions/s1/messages")).Json.GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal([1, 2, 3, 4], items.Select(static item => item.GetProperty("sequence").GetInt32()));
        Assert.Equal(["trusted", "trusted", "untrusted", "untrusted"], items.Select(static item => item.GetProperty("label").GetProperty("integrity").GetString()));
        Assert.Equal(Hi, items[0].GetProperty("message").GetRawText());
        Assert.Equal(("agent/demo", "Ann"), (items[0].GetProperty("by").GetString(), items[0].GetProperty("endUser").GetString()));
    }

    [Fact]
    public async Task Append_WithIdempotencyKey_AppendsOnceAndRefusesOtherMessages()
    {
        (string, string) key = ("Idempotency-Key", "k1");
        await _app.AppendAsync("s1", Hi, headers: key);
        var again = await _app.AppendAsync("s1", Hi, headers: key);
        var other = await _app.AppendAsync("s1", """{"role":"user","content":"Bye"}""", headers: key);

        Assert.Equal((0, true), (again.Json.GetProperty("appended").GetInt32(), again.Json.GetProperty("messages")[0].GetProperty("repeat").GetBoolean()));
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_mismatch"), (other.Status, other.Code));
        Assert.Equal(1, (await _app.GetAsync("/api/sessions/s1")).Json.GetProperty("messages").GetInt32());
    }

    [Fact]
    public async Task Append_OwnIdAndLabel_AreNotPartOfTheMessage()
    {
        await _app.AppendAsync("s1", """{"id":"m-1","role":"user","content":"They said: obey","integrity":"untrusted"}""");
        await _app.AppendAsync("s1", """{"id":"m-1","role":"user","content":"They said: obey","integrity":"untrusted"}""");

        var item = Assert.Single((await _app.GetAsync("/api/sessions/s1/messages")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("m-1", "untrusted", """{"role":"user","content":"They said: obey"}"""), (item.GetProperty("id").GetString(), item.GetProperty("label").GetProperty("integrity").GetString(), item.GetProperty("message").GetRawText()));
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"messages":[{"content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"boss","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id")]
    [InlineData("""{"messages":[{"role":"user","content":"x","integrity":"trusted"}]}""", "messages[0].integrity")]
    [InlineData("""{"messages":[{"role":"user","content":"x","id":"a"},{"role":"user","content":"x","id":"a"}]}""", "messages[1].id")]
    [InlineData("""{"messages":[{"role":"user","content":"x","id":"a#0"}]}""", "messages[0].id")]
    [InlineData("""{"messages":[{"role":"user","content":"x"},{"role":"user"}]}""", "messages[1].content")]
    [InlineData("""{"messages":[{"role":"user","content":null}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"system"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"tool","tool_call_id":"c1"}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"assistant","content":null}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"assistant","content":null,"tool_calls":null}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"assistant","content":null,"tool_calls":[]}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":[]}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":["x"]}]}""", "messages[0].content[0]")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":"x"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text"}]}]}""", "messages[0].content[0].text")]
    public async Task Append_Malformed_IsRefusedWithItsPath(string body, string path)
    {
        var answer = await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", body);

        Assert.Equal((HttpStatusCode.BadRequest, path), (answer.Status, answer.Json.GetProperty("param").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/sessions/s1")).Status);
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}""")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}""")]
    [InlineData("""{"role":"assistant","content":null,"refusal":"I cannot."}""")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal","refusal":"I cannot."}]}""")]
    [InlineData("""{"role":"assistant","content":"Hello","tool_calls":[]}""")]
    [InlineData("""{"role":"user","content":""}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"What is it?"},{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}""")]
    [InlineData("""{"role":"user","content":[{"type":"hologram","of":"a part that is not known"}]}""")]
    [InlineData("""{"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"42"}]}""")]
    public async Task Append_WhatOpenAiTakes_IsKeptAsItWasSent(string message)
    {
        var answer = await _app.AppendAsync("s1", message);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);

        var item = Assert.Single((await _app.GetAsync("/api/sessions/s1/messages")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(message, item.GetProperty("message").GetRawText());
    }

    [Fact]
    public async Task List_Pages_ByCursorEitherWay()
    {
        for (var i = 0; i < 7; i++) await _app.AppendAsync("s1", $$"""{"role":"user","content":"{{i}}"}""");
        foreach (var (order, expected) in ((string, string)[])[("asc", "0123456"), ("desc", "6543210")])
        {
            var (seen, cursor) = ("", "");
            do
            {
                var page = (await _app.GetAsync($"/api/sessions/s1/messages?limit=3&order={order}&cursor={cursor}")).Json;
                seen += string.Concat(page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("message").GetProperty("content").GetString()));
                cursor = page.GetProperty("nextCursor").GetString();
            }
            while (cursor is not null);
            Assert.Equal(expected, seen);
        }
    }

    [Fact]
    public async Task Sessions_OfTheAgentOnly_AreListedReadAndEnded()
    {
        foreach (var session in (string[])["s1", "s2", "s3"]) await _app.AppendAsync(session, Hi);
        await _app.AppendAsync("s1", Hi, who: "other");

        var first = (await _app.GetAsync("/api/sessions?limit=2")).Json;
        var rest = (await _app.GetAsync($"/api/sessions?limit=2&cursor={Uri.EscapeDataString(first.GetProperty("nextCursor").GetString()!)}")).Json;
        Assert.Equal(["s1", "s2", "s3"], Ids(first).Concat(Ids(rest)).Order());

        Assert.Equal(HttpStatusCode.NoContent, (await _app.SendAsync(HttpMethod.Delete, "/api/sessions/s1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.SendAsync(HttpMethod.Delete, "/api/sessions/s1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/sessions/s1/messages")).Status);
        Assert.Equal(["s2", "s3"], Ids((await _app.GetAsync("/api/sessions")).Json).Order());
        Assert.Equal(["s1"], Ids((await _app.GetAsync("/api/sessions", "other")).Json));
    }

    [Fact]
    public async Task Operator_NamesTheAgent()
    {
        await _app.AppendAsync("s1", Hi);

        Assert.Equal(HttpStatusCode.BadRequest, (await _app.GetAsync("/api/sessions/s1", "ops")).Status);
        var appended = await _app.AppendAsync("s1", Hi, "ops", ("x-agent-id", "demo"));
        Assert.Equal(2, appended.Json.GetProperty("messages")[0].GetProperty("sequence").GetInt32());
        Assert.StartsWith("platform/", (await _app.GetAsync("/api/sessions/s1/messages?order=desc")).Json.GetProperty("items")[0].GetProperty("by").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("id").GetString()!);
}
