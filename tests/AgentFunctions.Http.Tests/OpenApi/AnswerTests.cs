using System.Net;
using System.Text.Json;
using AgentFunctions.Http.Tests.Memory;
using AgentFunctions.Http.Tests.Sessions;

namespace AgentFunctions.Http.Tests.OpenApi;

/// <summary>What memory, sessions and contexts answer is what <c>/openapi.json</c> says of it.</summary>
public sealed class AnswerTests
{
    [Fact]
    public async Task Answers_OfMemory_AreAsDescribed()
    {
        await using var app = await MemoryApp.StartAsync();
        var schema = new AnswerSchema((await app.GetAsync("/openapi.json")).Json);
        async Task<JsonElement> CheckAsync(string template, string method, string path, string? body = null, string who = "demo")
        {
            var answer = await app.SendAsync(new HttpMethod(method.ToUpperInvariant()), path, body, who);
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
            Assert.Equal([], schema.Problems(schema.Of(template, method), answer.Json, $"{method} {template} $"));
            return answer.Json;
        }

        var items = """{"items":[{"text":"Kim ordered a desk lamp.","kind":"episodic","speaker":"Kim","sessionId":"s1"},{"text":"Kim prefers lamps of brass.","kind":"semantic","subject":"Kim","attribute":"lamps","value":"brass","validFrom":"2026-01-31T08:00:00Z","tags":["lamps"]},{"kind":"episodic"}]}""";
        var written = (await CheckAsync("/api/memory", "post", "/api/memory", items)).GetProperty("results");
        Assert.True(written[2].TryGetProperty("message", out _), written.GetRawText());
        var id = written[1].GetProperty("id").GetString();
        await CheckAsync("/api/memory/{id}/promote", "post", $"/api/memory/{id}/promote", """{"agent":"demo"}""", "ann");
        await CheckAsync("/api/memory", "get", "/api/memory");
        await CheckAsync("/api/memory/{id}", "get", $"/api/memory/{id}");
        Assert.Equal(1, (await CheckAsync("/api/memory/{id}/versions", "get", $"/api/memory/{id}/versions")).GetProperty("items").GetArrayLength());
        var found = await CheckAsync("/api/memory/search", "post", "/api/memory/search", """{"query":"Which lamp did Kim order?","top":1}""");
        Assert.Equal((1, 1), (found.GetProperty("hits").GetArrayLength(), found.GetProperty("rejected").GetArrayLength()));
        await CheckAsync("/api/subjects/{subject}/export", "get", "/api/subjects/Kim/export");
        await CheckAsync("/api/subjects/{subject}", "delete", "/api/subjects/Kim");
        await CheckAsync("/api/erasures", "get", "/api/erasures", who: "admin");
    }

    [Fact]
    public async Task Answers_OfSessionsAndContexts_AreAsDescribed()
    {
        await using var app = await SessionsApp.StartAsync();
        var schema = new AnswerSchema((await app.GetAsync("/openapi.json")).Json);
        async Task<JsonElement> CheckAsync(string template, string method, string path, string? body = null)
        {
            var answer = await app.SendAsync(new HttpMethod(method.ToUpperInvariant()), path, body);
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
            Assert.Equal([], schema.Problems(schema.Of(template, method), answer.Json, $"{method} {template} $"));
            return answer.Json;
        }

        await CheckAsync("/api/sessions/{id}/messages", "post", "/api/sessions/s1/messages", """{"messages":[{"role":"user","content":"Never above 150 EUR.","pinned":true},{"role":"assistant","content":"Noted."},{"role":"user","content":"Hi"}]}""");
        await CheckAsync("/api/sessions/{id}/messages", "get", "/api/sessions/s1/messages?order=desc&limit=2");
        foreach (var goal in (string[])["a", "b"]) await CheckAsync("/api/sessions/{id}/slots/{slot}", "put", "/api/sessions/s1/slots/brief", $$$"""{"value":{"goal":"{{{goal}}}"}}""");
        await CheckAsync("/api/sessions/{id}/slots/{slot}", "get", "/api/sessions/s1/slots/brief");
        await CheckAsync("/api/sessions/{id}/slots/{slot}/history", "get", "/api/sessions/s1/slots/brief/history");
        await CheckAsync("/api/sessions/{id}", "get", "/api/sessions/s1");
        await CheckAsync("/api/sessions", "get", "/api/sessions");
        await CheckAsync("/api/sessions/{id}/context", "get", "/api/sessions/s1/context");
        var log = string.Join('\n', Enumerable.Range(0, 60).Select(static i => $"2025-06-14T10:00:{i:00}Z INFO  mail-relay request done status=200 latency_ms={i * 37 % 90} request_id=r{i * 1223}"));
        var transcript = JsonSerializer.Serialize(new
        {
            messages = new object[]
            {
                new { role = "user", content = "Read the log." }, new { role = "assistant", tool_calls = (object[])[new { id = "c1", type = "function", function = new { name = "logs.query", arguments = "{}" } }] },
                new { role = "tool", tool_call_id = "c1", content = log },
            },
        });
        var assembled = await CheckAsync("/api/context/assemble", "post", "/api/context/assemble", transcript);
        Assert.Equal("folded", Assert.Single(assembled.GetProperty("dropped").EnumerateArray()).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("""{"a":1}""", "$.b is missing")]
    [InlineData("""{"b":[],"c":1}""", "$.c is not described")]
    [InlineData("""{"b":["z"]}""", "$.b[0] is z, which is no word of it")]
    [InlineData("""{"b":[],"a":"1"}""", "$.a is String, not integer")]
    [InlineData("""{"b":["x","y"],"a":1}""", null)]
    public void Problems_OfAnAnswer_AreNamed(string answer, string? problem)
    {
        var document = JsonDocument.Parse("""{"Word":{"type":"string","enum":["x","y"]},"Answer":{"type":"object","required":["b"],"properties":{"a":{"type":"integer"},"b":{"type":"array","items":{"$ref":"#/Word"}}}}}""").RootElement;

        Assert.Equal(problem is null ? [] : [problem], new AnswerSchema(document).Problems(document.GetProperty("Answer"), JsonDocument.Parse(answer).RootElement));
    }
}
