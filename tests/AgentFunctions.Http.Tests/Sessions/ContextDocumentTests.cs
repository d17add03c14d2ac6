using System.Net;
using System.Text.Json;
using AgentFunctions.Http.Tests.Memory;

namespace AgentFunctions.Http.Tests.Sessions;

/// <summary>What <c>/openapi.json</c> says of contexts, sessions and memory, held to what is answered.</summary>
public sealed class ContextDocumentTests
{
    [Fact]
    public async Task Document_OfTheModelSurface_NamesTheHeadersOfContexts()
    {
        await using var app = await SessionsApp.StartAsync();
        var paths = (await app.GetAsync("/openapi.json")).Json.GetProperty("paths");

        var answered = paths.GetProperty("/v1/chat/completions").GetProperty("post").GetProperty("responses").GetProperty("200").GetProperty("headers");
        foreach (var header in (string[])["x-context-tokens-before", "x-context-tokens-after", "x-session-id", "x-run-id"]) Assert.True(answered.TryGetProperty(header, out _), header);
        foreach (var path in (string[])["/v1/responses", "/v1/embeddings"]) Assert.Contains("x-context", paths.GetProperty(path).GetProperty("post").GetProperty("parameters").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/responses", "compress", HttpStatusCode.BadRequest)]
    [InlineData("/v1/responses", "none", HttpStatusCode.OK)]
    [InlineData("/v1/embeddings", "compress", HttpStatusCode.BadRequest)]
    public async Task Call_ThatHasNoMessages_IsNotMadeSmallerInSilence(string path, string value, HttpStatusCode expected)
    {
        await using var app = await SessionsApp.StartAsync();
        var answer = await app.SendAsync(HttpMethod.Post, path, """{"model":"sim-small","input":"Hi"}""", "demo", ("x-context", value));

        Assert.Equal(expected, answer.Status);
        if (expected == HttpStatusCode.BadRequest) Assert.Equal(("unsupported_parameter", "x-context"), (answer.Json.GetProperty("error").GetProperty("code").GetString(), answer.Json.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Document_OfOptions_IsTheSameForAgentsAndCalls()
    {
        await using var app = await SessionsApp.StartAsync();
        var schemas = (await app.GetAsync("/openapi.json")).Json.GetProperty("components").GetProperty("schemas").GetRawText();
        foreach (var name in (string[])["nearDuplicateThreshold", "recentRounds", "condenseTokens", "largeResultTokens", "batchTokens", "synopsisTokens", "highWater", "lowWater", "conversationLowWater"])
            Assert.Equal(2, schemas.Split($"\"{name}\":").Length - 1);
    }

    [Fact]
    public async Task Document_OfRecords_HasEveryMemberThatIsAnswered()
    {
        await using var app = await MemoryApp.StartAsync();
        var record = await app.RecordAsync(await app.AddAsync("""{"text":"Kim prefers tea.","kind":"episodic","speaker":"Kim","subject":"Kim"}"""));
        var schema = JsonDocument.Parse((await app.GetAsync("/openapi.json")).Text).RootElement.GetProperty("components").GetProperty("schemas").GetProperty("MemoryRecord").GetProperty("properties");

        foreach (var member in record.EnumerateObject()) Assert.True(schema.TryGetProperty(member.Name, out _), member.Name);
        foreach (var member in record.GetProperty("usefulness").EnumerateObject()) Assert.True(schema.GetProperty("usefulness").GetProperty("properties").TryGetProperty(member.Name, out _), member.Name);
    }
}
