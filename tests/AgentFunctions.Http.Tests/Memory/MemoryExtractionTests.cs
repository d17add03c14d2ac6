using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Memory;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.TestKit.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Memory;

/// <summary>Facts from sessions by the model that an agent declares: what it quotes must have been said, and where it gives no answer the fixed forms do.</summary>
public sealed class MemoryExtractionTests : IAsyncLifetime
{
    private const string Said = "After the move I have been living at 12 Harbour Road. The gateway of the shop listens on port 8443, and I cannot bear loud music.";

    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private MemoryApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MemoryApp.StartAsync(configure: static services =>
        {
            services.AddAgentFunctionsLedger();
            services.AddMemoryUpkeep().Configure<MemoryOptions>(static options => options.ExtractFromSessions = true);
            services.Remove(services.Single(static s => s.ImplementationType?.Name == "ScheduledJobs"));
        });
        await _app.PutAsync("providers", "up", $$"""{"type":"openai","endpoint":"{{_upstream.Endpoint}}"}""");
        await _app.PutAsync("models", "reader", """{"targets":[{"provider":"up","deployment":"r"}],"retry":{"attempts":1}}""");
        await DeclareAsync(""","memory":{"extraction":{"model":"reader","maxTokens":500}}""");
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task WhatTheModelQuotes_WaitsInQuarantineWithItsPlace()
    {
        Answer("""{"message":0,"kind":"statement","quote":"I have been living at 12 Harbour Road","subject":"speaker","attribute":"home address","value":"12 Harbour Road"},{"message":0,"kind":"preference","quote":"I cannot bear loud music","subject":"speaker","attribute":"dislikes","value":"loud music"}""");

        var records = await ReadAsync(Said);

        Assert.Equal(["home address", "liking of loud music"], records.Select(static r => r.GetProperty("attribute").GetString()!).Order());
        var home = records.Single(static r => r.GetProperty("attribute").GetString() == "home address");
        Assert.Equal(("quarantined", "12 Harbour Road", "Kim", "Kim"), (Text(home, "state"), Text(home, "value"), Text(home, "subject"), Text(home, "speaker")));
        Assert.Equal("I have been living at 12 Harbour Road", Text(home, "text"));
        var source = home.GetProperty("sources")[0];
        Assert.Equal(("extracted", "sessions/s1/messages/1#15-52"), (Text(source, "kind"), Text(source, "reference")));
        Assert.Equal("I have been living at 12 Harbour Road", Said[15..52]);
    }

    [Theory]
    [InlineData("I have been living at 13 Harbour Road", "speaker", "home address", "13 Harbour Road")]
    [InlineData("i have been living at 12 harbour road", "speaker", "home address", "12 harbour road")]
    [InlineData("I have been living at 12 Harbour Road", "speaker", "home address", "Oslo")]
    [InlineData("I have been living at 12 Harbour Road", "Somebody Else", "home address", "12 Harbour Road")]
    [InlineData("I have been living at 12 Harbour Road", "speaker", "one two three four five six seven", "12 Harbour Road")]
    [InlineData("I", "speaker", "letter", "I")]
    public async Task WhatWasNotSaid_IsDropped_AndTheRestKept(string quote, string subject, string attribute, string value)
    {
        Answer(JsonSerializer.Serialize(new { message = 0, kind = "statement", quote, subject, attribute, value }) + """,{"message":0,"kind":"statement","quote":"The gateway of the shop listens on port 8443","subject":"the gateway","attribute":"port","value":"8443"},{"message":7,"kind":"statement","quote":"I","subject":"speaker","attribute":"x","value":"I"},{"message":0,"kind":"opinion","quote":"loud music","subject":"speaker","attribute":"x","value":"music"}""");

        Assert.Equal(["8443"], (await ReadAsync(Said)).Select(static r => Text(r, "value")));
    }

    [Theory]
    [InlineData("I know nothing.")]
    [InlineData("""{"facts":{}}""")]
    [InlineData("""{"facts":[1]}""")]
    [InlineData("""{"facts":[{"message":0,"kind":"statement","quote":"My home city is""")]
    public async Task AnAnswerWithoutTheForm_LeavesItToTheFixedForms(string content)
    {
        _upstream.Enqueue(Reply(content));

        Assert.Equal(["Oslo"], (await ReadAsync("My home city is Oslo.")).Select(static r => Text(r, "value")));
        Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task AProviderThatFails_LeavesItToTheFixedForms_AndIsNotAskedAgainAtOnce()
    {
        Assert.Equal(["Oslo"], (await ReadAsync("My home city is Oslo.")).Select(static r => Text(r, "value")));
        Assert.Equal(2, (await ReadAsync("My office city is Rome.")).Count);
        Assert.Single(_upstream.Requests);

        _app.Control.Time.Advance(TimeSpan.FromMinutes(2));
        Answer("""{"message":0,"kind":"statement","quote":"I have been living at 12 Harbour Road","subject":"speaker","attribute":"home address","value":"12 Harbour Road"}""");
        Assert.Contains(await ReadAsync(Said), static r => Text(r, "value") == "12 Harbour Road");
    }

    [Fact]
    public async Task WithoutBudget_NoModelIsAsked()
    {
        await _app.PutAsync("quotas", "few", """{"scope":"agents/demo","unit":"requests","window":"day","amount":"1"}""");
        Answer("""{"message":0,"kind":"statement","quote":"I have been living at 12 Harbour Road","subject":"speaker","attribute":"home address","value":"12 Harbour Road"}""");
        Assert.Equal(["12 Harbour Road"], (await ReadAsync(Said)).Select(static r => Text(r, "value")));

        Assert.Contains(await ReadAsync("My home city is Oslo."), static r => Text(r, "value") == "Oslo");
        Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task WithoutTheSetting_NoModelIsAsked()
    {
        await DeclareAsync("");

        Assert.Equal(["Oslo"], (await ReadAsync("My home city is Oslo.")).Select(static r => Text(r, "value")));
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task TheModelSeesOnePersonAtATime_AndNothingThatMemoryGaveOut()
    {
        foreach (var person in (string[])["Kim", "Lee"]) await SayAsync($"{person} says hello. <recalled-memory>canary</recalled-memory> More.", person);
        _upstream.Default = static _ => Reply("""{"facts":[]}""");

        await ExtractAsync();

        Assert.Equal(2, _upstream.Requests.Count);
        Assert.All(_upstream.Requests, static request => Assert.DoesNotContain("canary", request.Text, StringComparison.Ordinal));
        Assert.Equal([(true, false), (false, true)], _upstream.Requests.Select(static request => (request.Text.Contains("Kim says", StringComparison.Ordinal), request.Text.Contains("Lee says", StringComparison.Ordinal))));
        var asked = JsonElement.Parse(_upstream.Requests[0].Text);
        Assert.Equal((500, "json_schema"), ((asked.TryGetProperty("max_completion_tokens", out var most) ? most : asked.GetProperty("max_tokens")).GetInt32(), Text(asked.GetProperty("response_format"), "type")));
    }

    [Fact]
    public async Task Agent_WhoseModelsLackIt_IsRefused()
    {
        var answer = await _app.Control.PutSpecAsync("agents", "demo", """{"models":["sim-small"],"memory":{"extraction":{"model":"reader"}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("spec.memory.extraction.model", answer.Text, StringComparison.Ordinal);
    }

    private Task DeclareAsync(string memory) => _app.PutAsync("agents", "demo", $$"""{"models":["reader"]{{memory}} }""");

    private void Answer(string facts) => _upstream.Enqueue(Reply($$"""{"facts":[{{facts}}]}"""));

    private static UpstreamReply Reply(string content) => UpstreamReply.Json(200, $$$"""
        {"id":"c","object":"chat.completion","created":1,"model":"r","choices":[{"index":0,"message":{"role":"assistant","content":{{{JsonSerializer.Serialize(content)}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}
        """);

    private async Task SayAsync(string text, string person)
    {
        var said = await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = text } } }), "demo", ("x-end-user", person));
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
    }

    private Task ExtractAsync() => _app.Control.Services.GetServices<IScheduledJob>().Single(static job => job.Name == "memory-extraction").RunAsync(CancellationToken.None);

    /// <summary>Says something, has the session read, and answers everything that is remembered.</summary>
    private async Task<IReadOnlyList<JsonElement>> ReadAsync(string text)
    {
        await SayAsync(text, "Kim");
        await ExtractAsync();
        return [.. (await _app.GetAsync("/api/memory")).Json.GetProperty("items").EnumerateArray()];
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
