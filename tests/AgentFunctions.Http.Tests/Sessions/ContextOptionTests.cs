using System.Net;
using System.Text.Json;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Sessions;

/// <summary>What a caller can say of a context: options of the layers, slots and pins of messages, budgets of slots; and what is refused by name.</summary>
public sealed class ContextOptionTests : IAsyncLifetime
{
    private SessionsApp _app = null!;

    public async Task InitializeAsync() => _app = await SessionsApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Assemble_MessageOfASlot_StandsThereWithoutWhatIsOurs()
    {
        var answer = await AssembleAsync("""{"messages":[{"role":"user","content":"b"},{"role":"user","content":"a","slot":"task","pinned":true},{"role":"assistant","content":"c","pinned":false}]}""");

        Assert.Equal(["""{"role":"user","content":"a"}""", """{"role":"user","content":"b"}""", """{"role":"assistant","content":"c"}"""], answer.GetProperty("messages").EnumerateArray().Select(static message => message.GetRawText()));
        Assert.Equal(["task", "history"], answer.GetProperty("slots").EnumerateArray().Where(static slot => slot.GetProperty("tokensBefore").GetInt32() > 0).Select(static slot => slot.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Assemble_PinnedMessage_SurvivesTheBudget()
    {
        var messages = string.Join(',', Enumerable.Range(0, 30).Select(static index => $$"""{"role":"{{(index % 2 == 0 ? "user" : "assistant")}}","content":"{{index}} {{new string('x', 400)}}"{{(index == 1 ? ",\"pinned\":true" : "")}}}"""));
        var answer = await AssembleAsync($$"""{"messages":[{{messages}}],"budgetTokens":900}""");

        Assert.Contains(Contents(answer), static text => text.StartsWith("1 x", StringComparison.Ordinal));
        Assert.DoesNotContain(Contents(answer), static text => text.StartsWith("0 x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Session_PinnedMessage_SurvivesTheBudgetAndSaysSo()
    {
        await _app.AppendAsync("s1", string.Join(',', Enumerable.Range(0, 30).Select(static index => $$"""{"role":"{{(index % 2 == 0 ? "user" : "assistant")}}","content":"{{index}} {{new string('x', 400)}}"{{(index == 1 ? ",\"pinned\":true" : "")}}}""")));

        var stored = (await _app.GetAsync("/api/sessions/s1/messages?limit=2")).Json.GetProperty("items");
        Assert.Equal([false, true], stored.EnumerateArray().Select(static item => item.GetProperty("pinned").GetBoolean()));
        Assert.False(stored[1].GetProperty("message").TryGetProperty("pinned", out _));
        Assert.Contains(Contents((await _app.GetAsync("/api/sessions/s1/context?budgetTokens=900")).Json), static text => text.StartsWith("1 x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Assemble_SlotBudgets_BoundWhatTheyName()
    {
        var messages = string.Join(',', Enumerable.Range(0, 30).Select(static index => $$"""{"role":"{{(index % 2 == 0 ? "user" : "assistant")}}","content":"{{index}} {{new string('x', 400)}}"}"""));
        var answer = await AssembleAsync($$"""{"messages":[{{messages}}],"slotBudgets":{"history":1000} }""");

        var history = answer.GetProperty("slots").EnumerateArray().Single(static slot => slot.GetProperty("name").GetString() == "history");
        Assert.Equal(1000, history.GetProperty("budgetTokens").GetInt32());
        Assert.InRange(history.GetProperty("tokensAfter").GetInt32(), 650, 1000);
    }

    [Fact]
    public async Task Options_OfTheAgentAndOfTheCall_AreGoneBy()
    {
        var body = Calls(6);
        Assert.Equal(0, Condensed(await AssembleAsync(body)));
        var asked = Condensed(await AssembleAsync(body[..^1] + ""","options":{"batchTokens":0,"recentRounds":1} }"""));
        Assert.Equal(5, asked);

        await _app.DeclareAsync("demo", """{"models":["sim-small"],"context":{"compression":{"batchTokens":0,"recentRounds":3} } }""");
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, Condensed(await AssembleAsync(body)));
        Assert.Equal(5, Condensed(await AssembleAsync(body[..^1] + ""","options":{"recentRounds":1} }""")));
        Assert.Equal(0, (await _app.SendAsync(HttpMethod.Get, "/api/agents/demo", null, "ops")).Json.GetProperty("spec").GetProperty("context").GetProperty("compression").GetProperty("batchTokens").GetInt32());
    }

    [Theory]
    [InlineData("""{"options":{"batchTokns":1}}""", "options.batchTokns")]
    [InlineData("""{"options":{"nearDuplicateThreshold":0.4}}""", "options.nearDuplicateThreshold")]
    [InlineData("""{"options":{"lowWater":0.9}}""", "options.lowWater")]
    [InlineData("""{"options":{"recentRounds":1.5}}""", "options.recentRounds")]
    [InlineData("""{"slotBudgets":{"nothing":5}}""", "slotBudgets.nothing")]
    [InlineData("""{"slotBudgets":{"history":0}}""", "slotBudgets.history")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b","slot":"nothing"}]}""", "messages[1].slot")]
    [InlineData("""{"messages":[{"role":"user","content":"a","pinned":1}]}""", "messages[0].pinned")]
    public async Task Assemble_WhatIsNoOption_IsRefusedByName(string body, string field)
    {
        var answer = await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"highWater":0.4}""", "spec.context.compression.lowWater")]
    [InlineData("""{"synopsisTokens":5}""", "spec.context.compression.synopsisTokens")]
    [InlineData("""{"conversationLowWater":0.05}""", "spec.context.compression.conversationLowWater")]
    public async Task Declare_OptionsThatCannotBe_AreRefusedByName(string compression, string field)
    {
        var answer = await _app.Control.PutSpecAsync("agents", "demo", $$"""{"models":["sim-small"],"context":{"compression":{{compression}} } }""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(field, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_SlotThatHoldsNothing_IsNotShown()
    {
        await _app.PutSlotAsync("s1", "brief", """{"goal":"Find the lamp"}""", "demo", "", ("x-end-user", "Ann"));
        await _app.AppendAsync("s1", """{"role":"user","content":"Hi"}""");
        Assert.Contains("Find the lamp", string.Concat(Contents((await _app.GetAsync("/api/sessions/s1/context")).Json)), StringComparison.Ordinal);
        Assert.Equal(["Hi"], Contents(await AssembleAsync("""{"sessionId":"s1","slots":{"brief":null} }""")));

        var erased = await _app.SendAsync(HttpMethod.Delete, "/api/subjects/Ann");
        Assert.True((int)erased.Status is >= 200 and < 300, erased.Text);

        Assert.Equal(["Hi"], Contents((await _app.GetAsync("/api/sessions/s1/context")).Json));
        Assert.Equal(JsonValueKind.Null, (await _app.GetAsync("/api/sessions/s1/slots/brief")).Json.GetProperty("value").ValueKind);
        Assert.Equal(HttpStatusCode.BadRequest, (await _app.PutSlotAsync("s1", "brief", "null")).Status);
    }

    [Theory]
    [InlineData("/api/sessions/s1/context?speaker=Kim", "speaker", "model, budgetTokens, compress")]
    [InlineData("/api/memory?speaker=Kim", "speaker", "kind, state, sessionId")]
    [InlineData("/api/memory?Kind=episodic&stat=active", "stat", "state")]
    [InlineData("/api/memory/mem_1?foo=1", "foo", "it has none")]
    [InlineData("/api/memory/mem_1/versions?foo=1", "foo", "it has none")]
    [InlineData("/api/sessions?foo=1", "foo", "limit, cursor")]
    [InlineData("/api/sessions/s1?foo=1", "foo", "it has none")]
    [InlineData("/api/sessions/s1/messages?foo=1", "foo", "limit, cursor, order")]
    [InlineData("/api/sessions/s1/slots/state?foo=1", "foo", "known are agent")]
    [InlineData("/api/sessions/s1/slots/state/history?foo=1", "foo", "limit, cursor, agent")]
    [InlineData("/api/context/handles/h_1?foo=1", "foo", "it has none")]
    [InlineData("/api/subjects/Ann/export?foo=1", "foo", "known are agent")]
    [InlineData("/api/subjects/export?subject=Ann&foo=1", "foo", "known are subject, agent")]
    public async Task Get_UnknownQueryParameter_IsRefusedWithTheKnownOnes(string path, string field, string known)
    {
        await _app.AppendAsync("s1", """{"role":"user","content":"Hi"}""");
        var answer = await _app.GetAsync(path);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Code));
        Assert.Contains($"'{field}'", answer.Text, StringComparison.Ordinal);
        Assert.Contains(known, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/api/sessions/s1/slots/state?foo=1", """{"value":1}""")]
    [InlineData("POST", "/api/sessions/s1/messages?foo=1", """{"messages":[{"role":"user","content":"Again"}]}""")]
    [InlineData("POST", "/api/memory?foo=1", """{"items":[{"text":"Kim likes tea.","kind":"episodic"}]}""")]
    [InlineData("DELETE", "/api/sessions/s1?foo=1", null)]
    public async Task Write_UnknownQueryParameter_ChangesNothing(string method, string path, string? body)
    {
        await _app.AppendAsync("s1", """{"role":"user","content":"Hi"}""");
        var answer = await _app.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request"), (answer.Status, answer.Code));
        Assert.Equal(1, (await _app.GetAsync("/api/sessions/s1/messages")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await _app.GetAsync("/api/memory")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/api/sessions/s1/slots/state")).Status);
    }

    [Fact]
    public async Task PutSlot_AboveItsBudget_IsRefusedWithTheNumbers()
    {
        var answer = await _app.PutSlotAsync("s1", "notes", JsonSerializer.Serialize(new string('n', 400)));

        Assert.Equal((HttpStatusCode.BadRequest, "context_too_large"), (answer.Status, answer.Code));
        Assert.Contains("'notes'", answer.Text, StringComparison.Ordinal);
        Assert.Contains("106 tokens", answer.Text, StringComparison.Ordinal);
        Assert.Contains("50", answer.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _app.PutSlotAsync("s1", "notes", "\"short\"")).Status);
    }

    private async Task<JsonElement> AssembleAsync(string body)
    {
        var answer = await _app.SendAsync(HttpMethod.Post, "/api/context/assemble", body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    private static string[] Contents(JsonElement answer) => [.. answer.GetProperty("messages").EnumerateArray().Select(static message => message.GetProperty("content").ToString())];

    private static int Condensed(JsonElement answer) => answer.GetProperty("dropped").EnumerateArray().Count(static drop => drop.GetProperty("reason").GetString() == "condensed");

    /// <summary>Calls that each answered a page of words of its own: too little for a batch.</summary>
    private static string Calls(int rounds)
    {
        var messages = new List<object> { new { role = "user", content = "Read them." } };
        for (var round = 0; round < rounds; round++)
        {
            messages.Add(new { role = "assistant", tool_calls = new[] { new { id = $"c{round}", type = "function", function = new { name = "page_read", arguments = $$"""{"page":{{round}}}""" } } } });
            messages.Add(new { role = "tool", tool_call_id = $"c{round}", content = string.Join(". ", Enumerable.Range(0, 60).Select(at => $"Word{(round * 1000) + (at * 7)} stands beside word{(round * 999) + (at * 13)}")) });
        }

        return JsonSerializer.Serialize(new { messages });
    }
}
