using System.Text;
using System.Text.Json;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Http.Tests.Sessions;

/// <summary>What a model is told of how content comes back: only what it can do, on the wire to the provider and in the contexts of sessions.</summary>
public sealed class ContextWordsTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData(""","tools":[{"type":"function","function":{"name":"orders_list"}}]""", null)]
    [InlineData(""","tools":[{"type":"function","function":{"name":"orders_list"}},{"type":"function","function":{"name":"context_expand"}}]""", "context_expand returns")]
    public async Task Chat_MadeSmaller_NamesTheToolThatTheRequestOffers(string tools, string? said)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}"""));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent($$"""{"model":"m","messages":[{{Messages()}}]{{tools}}}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("x-context", "compress");
        using var response = await app.Client.SendAsync(request);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var sent = JsonDocument.Parse(app.Upstream.SingleRequest.Text).RootElement.GetProperty("messages").GetRawText();
        Assert.Contains("[h_", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("context.expand", sent, StringComparison.Ordinal);
        if (said is not null) Assert.Contains(said, sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo", true)]
    [InlineData("other", false)]
    public async Task Session_LeftOut_NamesTheToolThatTheAgentHas(string agent, bool has)
    {
        await using var app = await SessionsApp.StartAsync();
        await app.AppendAsync("s1", string.Join(',', Enumerable.Range(0, 20).Select(static index => $$"""{"role":"{{(index % 2 == 0 ? "user" : "assistant")}}","content":"{{new string('x', 400)}}"}""")), agent);

        var shown = (await app.GetAsync("/api/sessions/s1/context?budgetTokens=900", agent)).Text;

        Assert.Contains("earlier messages were left out to fit. h_", shown, StringComparison.Ordinal);
        Assert.Equal(has, shown.Contains("context.expand returns them", StringComparison.Ordinal));
    }

    private static string Messages()
    {
        var messages = new List<object> { new { role = "user", content = "Which are late?" } };
        for (var turn = 0; turn < 2; turn++)
        {
            var rows = Enumerable.Range(0, 60).Select(index => new { id = $"ORD-{turn}{index:D4}", status = index % 7 == 0 ? "late" : "shipped", note = (string?)null });
            messages.Add(new { role = "assistant", tool_calls = new[] { new { id = $"c{turn}", type = "function", function = new { name = "orders_list", arguments = $$"""{"page":{{turn}}}""" } } } });
            messages.Add(new { role = "tool", tool_call_id = $"c{turn}", content = JsonSerializer.Serialize(rows) });
        }

        return JsonSerializer.Serialize(messages)[1..^1];
    }
}
