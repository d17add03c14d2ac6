using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Memory;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Memory;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Runs;
using AgentFunctions.TestKit.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Subjects;

/// <summary>What was read before an erasure is not written after it; what a person sends after it is kept.</summary>
public sealed class ErasureInFlightTests : IAsyncLifetime
{
    private const string Canary = "canary-4d1b";
    private const string Fact = $"My door code is {Canary}";

    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private MemoryApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MemoryApp.StartAsync(_store, static services =>
        {
            services.AddAgentFunctionsLedger();
            services.AddMemoryUpkeep().Configure<MemoryOptions>(static options => options.ExtractFromSessions = true);
            services.Remove(services.Single(static s => s.ImplementationType?.Name == "ScheduledJobs"));
            services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>()));
        });
        await _app.PutAsync("providers", "up", $$"""{"type":"openai","endpoint":"{{_upstream.Endpoint}}"}""");
        await _app.PutAsync("models", "reader", """{"targets":[{"provider":"up","deployment":"r"}],"retry":{"attempts":1}}""");
        foreach (var (id, builtIn) in ((string, string)[])[("memory.search", ""), ("recall", ""","builtin":"memory.search" """)]) await _app.PutAsync("tools", id, $$"""{"type":"builtin"{{builtIn}}}""");
        await _app.PutAsync("agents", "demo", """{"models":["reader"],"memory":{"extraction":{"model":"reader","maxTokens":500}},"tools":["memory.search","recall"]}""");
        await _app.PutAsync("agents", "other", """{"models":["sim-small","reader"],"context":{"budgetTokens":1000,"compression":{"summary":{"model":"reader","maxTokens":100}}}}""");
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task Extraction_WhosePersonIsErasedWhileTheModelReads_WritesNothing_AndReadsWhatComesAfter()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SayAsync($"{Fact}.", "Kim");
        _upstream.Enqueue(Held(Reply($$"""{"facts":[{"message":0,"kind":"statement","quote":"{{Fact}}","subject":"speaker","attribute":"door code","value":"{{Canary}}"}]}"""), gate.Task));
        var reading = ExtractAsync();
        await UpstreamAskedAsync(1);

        await EraseAsync("Kim");
        gate.SetResult();
        await reading;

        Assert.DoesNotContain(Canary, (await _app.GetAsync("/api/memory")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, (await _app.GetAsync("/api/subjects/Kim/export")).Text, StringComparison.Ordinal);
        await SayAsync("My home city is Oslo.", "Kim");
        _upstream.Enqueue(Answer(Reply("""{"facts":[{"message":0,"kind":"statement","quote":"My home city is Oslo","subject":"speaker","attribute":"home city","value":"Oslo"}]}""")));
        await ExtractAsync();
        Assert.Contains("Oslo", (await _app.GetAsync("/api/memory")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, (await _app.GetAsync("/api/memory")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Context_WhosePersonIsErasedWhileItIsSummarised_KeepsNothing_AndTheSameSentAgainIsKept()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _upstream.Default = _ => Held(Reply($"They spoke of {Canary}."), gate.Task);
        var calling = CallAsync("zebulon");
        await UpstreamAskedAsync(1);

        await EraseAsync("Zebulon");
        gate.SetResult();
        var refused = await calling;

        Assert.True(refused.Status == HttpStatusCode.ServiceUnavailable, refused.Text);
        Assert.Equal(["k"], await HandlesAsync());
        var again = await CallAsync("zebulon");
        Assert.True(again.Status == HttpStatusCode.OK, again.Text);
        Assert.True((await HandlesAsync()).Count > 2);
        await EraseAsync("zebulon");
        Assert.Equal(["k"], await HandlesAsync());
    }

    [Theory]
    [InlineData("memory.search")]
    [InlineData("recall")]
    public async Task Search_RepeatedWithItsKeyAfterAnErasure_GivesNothingOfThePerson(string tool)
    {
        await _app.AddAsync($$"""{"text":"Ann keeps {{Canary}} under the mat.","kind":"episodic","subject":"Ann"}""");
        const string Call = """{"arguments":{"query":"What does Ann keep under the mat?"}}""";
        var first = await _app.SendAsync(HttpMethod.Post, $"/api/tools/{tool}/invoke", Call, "demo", ("Idempotency-Key", "ik1"));
        Assert.Contains(Canary, first.Text, StringComparison.Ordinal);

        await EraseAsync("Ann");

        var second = await _app.SendAsync(HttpMethod.Post, $"/api/tools/{tool}/invoke", Call, "demo", ("Idempotency-Key", "ik1"));
        Assert.True(second.Status == HttpStatusCode.OK, second.Text);
        Assert.DoesNotContain(Canary, second.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_WhosePersonIsErased_IsUnknown_AndItsProviderDeletesIt()
    {
        await _app.PutAsync("agents", "demo", """{"models":["reader"]}""");
        foreach (var (person, id) in ((string, string)[])[("idaa", "resp_ann"), ("bob", "resp_bob")])
        {
            _upstream.Enqueue(Answer(Response(id)));
            var made = await _app.SendAsync(HttpMethod.Post, "/v1/responses", $$"""{"model":"reader","user":"{{person}}","input":"{{Canary}}"}""");
            Assert.True(made.Status == HttpStatusCode.OK, made.Text);
            _upstream.Enqueue(Answer(Response(id)));
            Assert.Equal(HttpStatusCode.OK, (await _app.GetAsync($"/v1/responses/{id}")).Status);
        }

        Assert.Contains("resp_ann", (await _app.SendAsync(HttpMethod.Get, "/api/subjects/IDAA/export")).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await EraseAsync("Idaa")).GetProperty("removed").GetProperty("responses").GetInt64());

        var before = _upstream.Requests.Count;
        foreach (var id in (string[])["resp_ann", "msg_resp_ann"]) Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync($"/v1/responses/{id}")).Status);
        Assert.Equal(before, _upstream.Requests.Count);

        // First it does not answer, then it does; then nobody asks again.
        foreach (var status in (int[])[500, 200])
        {
            _upstream.Enqueue(UpstreamReply.Json(status, """{"id":"resp_ann","object":"response","deleted":true}"""));
            await JobAsync("response-deletions");
        }

        await JobAsync("response-deletions");
        Assert.Equal([("DELETE", "/v1/responses/resp_ann"), ("DELETE", "/v1/responses/resp_ann")], _upstream.Requests.Skip(before).Select(static r => (r.Method, r.Target)));
        _upstream.Enqueue(Answer(Response("resp_bob")));
        Assert.Equal(HttpStatusCode.OK, (await _app.GetAsync("/v1/responses/resp_bob")).Status);
    }

    [Fact]
    public async Task Response_WhosePersonIsErasedWhileItIsMade_IsUnknown()
    {
        await _app.PutAsync("agents", "demo", """{"models":["reader"]}""");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _upstream.Enqueue(Held(Response("resp_late"), gate.Task));
        var making = _app.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"reader","user":"idaa","input":"x"}""");
        await UpstreamAskedAsync(1);

        await EraseAsync("idaa");
        gate.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await making).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/v1/responses/resp_late")).Status);
    }

    /// <summary>A conversation of which the most is left out.</summary>
    private Task<ControlApp.Answer> CallAsync(string user)
    {
        var turns = Enumerable.Range(0, 30).SelectMany(static i => new[] { new { role = "user", content = $"Question {i}: {Canary} {new string('w', 300)}?" }, new { role = "assistant", content = $"Answer {i}: {new string('v', 300)}." } });
        var body = JsonSerializer.Serialize(new { model = "sim-small", user, messages = turns.Append(new { role = "user", content = "And now?" }) });
        return _app.SendAsync(HttpMethod.Post, "/v1/chat/completions", body, "other");
    }

    private async Task<List<string>> HandlesAsync()
    {
        var page = await _store.QueryAsync(new DocumentPartition(DocumentContainer.Sessions, "default", "_handles/other"), new DocumentQuery(), CancellationToken.None);
        return [.. page.Items.Select(static document => document.Id)];
    }

    private async Task<JsonElement> EraseAsync(string person)
    {
        var erased = await _app.SendAsync(HttpMethod.Delete, $"/api/subjects/{person}", null, "ops");
        Assert.True(erased.Status == HttpStatusCode.OK, erased.Text);
        return erased.Json;
    }

    private async Task SayAsync(string text, string person)
    {
        var said = await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = text } } }), "demo", ("x-end-user", person));
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
    }

    private Task ExtractAsync() => JobAsync("memory-extraction");

    private Task JobAsync(string name) => _app.Control.Services.GetServices<IScheduledJob>().Single(job => job.Name == name).RunAsync(CancellationToken.None);

    private Task UpstreamAskedAsync(int times) => TestWait.UntilAsync(() => _upstream.Requests.Count >= times, "the model is asked");

    private static UpstreamReply Answer(string body) => UpstreamReply.Json(200, body);

    private static UpstreamReply Held(string body, Task gate) =>
        new UpstreamReply().WithHeader("Content-Type", "application/json").WithHeader("Content-Length", Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)).Await(gate).Send(body);

    private static string Reply(string content) => $$$"""
        {"id":"c","object":"chat.completion","created":1,"model":"r","choices":[{"index":0,"message":{"role":"assistant","content":{{{JsonSerializer.Serialize(content)}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}}
        """;

    private static string Response(string id) => $$$"""
        {"id":"{{{id}}}","object":"response","created_at":1,"status":"completed","model":"r","output":[{"type":"message","id":"msg_{{{id}}}","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{{Canary}}}","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}
        """;
}
