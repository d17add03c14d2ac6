using System.Text;
using System.Text.Json;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Http.Tests.Models;

public sealed class ModelCallTests
{
    private const string Whole = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task Chat_WholeThroughOpenAI_PassesBytesBothWays()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        var response = await app.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(ChatEvents.Whole, await response.Content.ReadAsStringAsync());
        Assert.Equal(200, (int)response.StatusCode);
        var sent = app.Upstream.SingleRequest;
        Assert.Equal(("POST", "/v1/chat/completions", Whole), (sent.Method, sent.Target, sent.Text));
        Assert.Equal("Bearer " + ModelApp.Canary, sent.Header("Authorization"));
    }

    [Fact]
    public async Task Chat_StreamThroughOpenAI_StripsOnlyTheUsageChunk()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Events([.. ChatEvents.Complete]));

        var response = await app.PostAsync("/v1/chat/completions", Streamed);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(string.Concat(ChatEvents.Complete.Where(static step => step != ChatEvents.Usage)), text);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"stream_options":{"include_usage":true},"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", app.Upstream.SingleRequest.Text);
    }

    [Fact]
    public async Task Chat_Simulated_AnswersWholeAndStreamed()
    {
        await using var app = await ModelApp.StartAsync();

        var whole = await app.PostAsync("/v1/chat/completions", Whole.Replace("\"m\"", "\"sim-small\"", StringComparison.Ordinal));
        var streamed = await app.PostAsync("/v1/chat/completions", Streamed.Replace("\"m\"", "\"sim-small\"", StringComparison.Ordinal));

        using var json = JsonDocument.Parse(await whole.Content.ReadAsStringAsync());
        Assert.StartsWith("Simulated answer to \"Hi\"", json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        var text = await streamed.Content.ReadAsStringAsync();
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("prompt_tokens", text, StringComparison.Ordinal);
    }
}
