using System.Net;
using System.Text;
using System.Text.Json;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Sessions;

public sealed class ContextEndpointTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private SessionsApp _app = null!;

    public async Task InitializeAsync() => _app = await SessionsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Assemble_LongResults_AreLeftOutAndComeBackByteForByte()
    {
        var (body, results) = Transcript();

        var answer = await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", body);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.True(answer.Json.GetProperty("tokensAfter").GetInt32() < answer.Json.GetProperty("tokensBefore").GetInt32() / 2, answer.Text);
        var dropped = answer.Json.GetProperty("dropped").EnumerateArray().ToArray();
        Assert.NotEmpty(dropped);
        var restored = 0;
        foreach (var item in dropped)
        {
            var handle = await _app.GetAsync($"/api/context/handles/{item.GetProperty("handle").GetString()}");
            Assert.Equal(HttpStatusCode.OK, handle.Status);
            if (results.Contains(handle.Text)) restored++;
            foreach (var who in (string[])["other", "reader"]) Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync($"/api/context/handles/{item.GetProperty("handle").GetString()}", who)).Status);
        }

        Assert.True(restored > 0, answer.Text);
        Assert.Equal(Messages(answer), Messages(await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", body)));
    }

    [Fact]
    public async Task Session_ItsSlotsAndMessages_AreTheContext()
    {
        await _app.PutSlotAsync("s1", "brief", """{"goal":"Find the lamp"}""");
        await _app.PutSlotAsync("s1", "notes", "\"The customer is patient.\"");
        await _app.AppendAsync("s1", """{"role":"user","content":"Where is my lamp?"},{"role":"assistant","content":"On its way."}""");

        var text = Messages(await _app.GetAsync("/api/sessions/s1/context"));

        foreach (var part in (string[])["Find the lamp", "The customer is patient.", "Where is my lamp?", "On its way."]) Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("Find the lamp", StringComparison.Ordinal) < text.IndexOf("Where is my lamp?", StringComparison.Ordinal));
        Assert.Contains("And now?", Messages(await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", """{"sessionId":"s1","messages":[{"role":"user","content":"And now?"}]}""")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assemble_PinnedThatDoesNotFit_IsRefused()
    {
        await _app.PutSlotAsync("s1", "brief", $$"""{"goal":"{{new string('x', 4000)}}"}""");

        var answer = await _app.GetAsync("/api/sessions/s1/context?budgetTokens=300");

        Assert.Equal("context_too_large", answer.Code);
        Assert.True((int)answer.Status is >= 400 and < 500, answer.Text);
    }

    [Theory]
    [InlineData("""{"agent":"other","messages":[]}""", HttpStatusCode.Forbidden)]
    [InlineData("""{"sessionId":"nothing"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"slots":{"undeclared":1}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"slots":{"brief":{"gaol":1}}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"budgetTokens":0}""", HttpStatusCode.BadRequest)]
    public async Task Assemble_WhatIsNotTheCallers_IsRefused(string body, HttpStatusCode expected) => Assert.Equal(expected, (await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", body)).Status);

    [Fact]
    public async Task Chat_OfAnAgentThatCompresses_TellsTokens_AndNoneKeepsTheCall()
    {
        var (body, _) = Transcript("\"model\":\"sim-small\",");

        var compressed = await CallAsync(body, null);
        var asked = await CallAsync(body, "none");
        var other = await CallAsync("""{"model":"sim-small","messages":[{"role":"user","content":"Hi"}]}""", "wrong");

        Assert.Equal(HttpStatusCode.OK, compressed.StatusCode);
        var (before, after) = (Number(compressed, "x-context-tokens-before"), Number(compressed, "x-context-tokens-after"));
        Assert.True(after < before / 2, $"{before} {after}");
        Assert.Equal((HttpStatusCode.OK, false), (asked.StatusCode, asked.Headers.Contains("x-context-tokens-before")));
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    [Fact]
    public async Task Chat_PinnedThatDoesNotFit_IsRefusedInOpenAisForm()
    {
        await _app.DeclareAsync("demo", """{"models":["sim-small"],"context":{"budgetTokens":256,"compression":{}}}""");
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        var answer = await _app.SendAsync(HttpMethod.Post, "/v1/chat/completions", $$"""{"model":"sim-small","messages":[{"role":"system","content":"{{new string('x', 4000)}}"},{"role":"user","content":"Hi"}]}""");

        var error = answer.Json.GetProperty("error");
        Assert.Equal((HttpStatusCode.BadRequest, "context_too_large", "messages"), (answer.Status, error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.Contains("spec.context.budgetTokens of agents/demo", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContextExpand_OfAnAgentThatCompresses_NeedsNoDeclaration()
    {
        var dropped = (await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", Transcript().Body)).Json.GetProperty("dropped")[0].GetProperty("handle").GetString();
        var whole = (await _app.GetAsync($"/api/context/handles/{dropped}")).Text;

        var part = await _app.SendAsync(HttpMethod.Post, "/api/tools/context.expand/invoke", $$$"""{"arguments":{"handle":"{{{dropped}}}","offset":5,"length":20}}""");

        Assert.True(part.Status == HttpStatusCode.OK, part.Text);
        Assert.Equal(whole.Substring(5, 20), part.Json.GetProperty("result").GetProperty("content").GetString());
        Assert.Equal(whole.Length, part.Json.GetProperty("result").GetProperty("totalLength").GetInt32());
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.SendAsync(HttpMethod.Post, "/api/tools/context.expand/invoke", $$$"""{"arguments":{"handle":"{{{dropped}}}"}}""", "other")).Status);
    }

    private async Task<HttpResponseMessage> CallAsync(string body, string? context)
    {
        using var client = new HttpClient { BaseAddress = _app.Control.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Authorization", "Bearer " + await _app.Control.IssueKeyAsync());
        if (context is not null) request.Headers.Add("x-context", context);
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));
        return await client.SendAsync(request);
    }

    private static int Number(HttpResponseMessage answer, string header) => int.Parse(answer.Headers.GetValues(header).Single(), System.Globalization.CultureInfo.InvariantCulture);

    private static string Messages(ControlApp.Answer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return JsonSerializer.Serialize(answer.Json.GetProperty("messages").EnumerateArray().Select(static message => message.TryGetProperty("content", out var content) ? content.ToString() : ""), Readable);
    }

    /// <summary>A conversation with six calls that each answered a long list.</summary>
    private static (string Body, HashSet<string> Results) Transcript(string more = "")
    {
        var results = new HashSet<string>(StringComparer.Ordinal);
        var messages = new List<object> { new { role = "system", content = "Be brief." }, new { role = "user", content = "Which orders are late?" } };
        for (var turn = 0; turn < 6; turn++)
        {
            var result = JsonSerializer.Serialize(Enumerable.Range(0, 120).Select(i => new { id = $"ORD-{turn}{i:D4}", status = i % 7 == 0 ? "late" : "shipped", customer = $"customer {i}", total = (i * 17) + turn, note = (string?)null }));
            results.Add(result);
            messages.Add(new { role = "assistant", tool_calls = new[] { new { id = $"call_{turn}", type = "function", function = new { name = "orders_list", arguments = $$"""{"page":{{turn}}}""" } } } });
            messages.Add(new { role = "tool", tool_call_id = $"call_{turn}", content = result });
        }

        messages.Add(new { role = "user", content = "Go on." });
        return ($$"""{{{more}}"messages":{{JsonSerializer.Serialize(messages)}}}""", results);
    }
}
