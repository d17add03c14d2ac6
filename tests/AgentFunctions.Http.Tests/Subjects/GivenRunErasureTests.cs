using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger;
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

/// <summary>What is kept of a run that was given a person's records, from then on, goes with the person: also where the run is of an agent that lives elsewhere. What was kept before stays, and what comes later is not kept for it.</summary>
public sealed class GivenRunErasureTests : IAsyncLifetime
{
    private const string Canary = "canary-5e0c";

    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);
    private readonly ScriptedUpstream _upstream = ScriptedUpstream.Start();
    private MemoryApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await MemoryApp.StartAsync(_store, static services =>
        {
            services.AddAgentFunctionsLedger();
            services.AddMemoryUpkeep();
            services.Remove(services.Single(static s => s.ImplementationType?.Name == "ScheduledJobs"));
            services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>()));
        });
        await _app.PutAsync("providers", "up", $$"""{"type":"openai","endpoint":"{{_upstream.Endpoint}}"}""");
        await _app.PutAsync("models", "reader", """{"targets":[{"provider":"up","deployment":"r"}],"retry":{"attempts":1}}""");
        await _app.PutAsync("agents", "demo", """{"models":["reader"]}""");
        await _app.AddAsync($$"""{"text":"Lee keeps {{Canary}} under the mat.","kind":"episodic","subject":"Lee"}""");
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Erase_TakesResponsesMessagesAndSlotsOfTheRun_SinceItWasGivenTheRecords(bool isOurs)
    {
        var run = isOurs ? await BeginAsync() : "e2";
        await RespondAsync("resp_before", run);
        await SayAsync("before", run);
        _app.Control.Time.Advance(TimeSpan.FromSeconds(1));
        await SearchAsync(run);
        await RespondAsync("resp_told", run);
        await RespondAsync("resp_other", "e3");
        await SayAsync($"It is {Canary}, {new string('x', 20_000)}.", run);
        await SayAsync($"It is {Canary}.", run);
        await SayAsync("of another run", "e3");
        Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Put, "/api/sessions/s2/slots/state", $$"""{"value":"{{Canary}}"}""", "demo", ("x-run-id", run))).Status);

        var erased = await EraseAsync();

        Assert.Equal(1, erased.GetProperty("removed").GetProperty("recalled").GetInt64());
        foreach (var id in (string[])["resp_told", "msg_resp_told"]) Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync($"/v1/responses/{id}")).Status);
        Assert.Equal(["before", "[erased]", "[erased]", "of another run"], await SaidAsync());
        Assert.Equal(JsonValueKind.Null, (await _app.GetAsync("/api/sessions/s2/slots/state")).Json.GetProperty("value").ValueKind);
        Assert.DoesNotContain(_store.All(), static document => Encoding.UTF8.GetString(document.Body).Contains(Canary, StringComparison.Ordinal));
        foreach (var id in (string[])["resp_before", "resp_other"])
        {
            _upstream.Enqueue(Answer(id));
            Assert.Equal(HttpStatusCode.OK, (await _app.GetAsync($"/v1/responses/{id}")).Status);
        }

        var asked = _upstream.Requests.Count;
        _upstream.Enqueue(UpstreamReply.Json(200, """{"id":"resp_told","object":"response","deleted":true}"""));
        foreach (var _ in (int[])[1, 2]) await _app.Control.Services.GetServices<IScheduledJob>().Single(static job => job.Name == "response-deletions").RunAsync(CancellationToken.None);
        Assert.Equal([("DELETE", "/v1/responses/resp_told")], _upstream.Requests.Skip(asked).Select(static r => (r.Method, r.Target)));
        Assert.Equal(0, (await EraseAsync()).GetProperty("removed").GetProperty("recalled").GetInt64());
    }

    [Fact]
    public async Task Run_ThatIsErased_TakesNothingMore()
    {
        await SearchAsync("e2");
        await EraseAsync();
        await _app.AddAsync($$"""{"text":"Lee keeps {{Canary}} under the mat.","kind":"episodic","subject":"Lee"}""");

        Assert.Equal("terminated", (await _app.GetAsync("/api/runs/e2")).Json.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"reader","input":"x"}""", "demo", ("x-run-id", "e2"))).Status);
        var said = await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", """{"messages":[{"role":"user","content":"x"}]}""", "demo", ("x-run-id", "e2"));
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (said.Status, said.Json.GetProperty("code").GetString()));
        await SearchAsync("e4");
    }

    [Fact]
    public async Task Response_ThatIsMadeWhileItsRunIsErased_IsUnknown()
    {
        await SearchAsync("e2");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var body = Response("resp_late");
        _upstream.Enqueue(new UpstreamReply().WithHeader("Content-Type", "application/json").WithHeader("Content-Length", Encoding.UTF8.GetByteCount(body).ToString(CultureInfo.InvariantCulture)).Await(gate.Task).Send(body));
        var making = _app.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"reader","input":"x"}""", "demo", ("x-run-id", "e2"));
        await TestWait.UntilAsync(() => _upstream.Requests.Count > 0, "the model is asked");

        await EraseAsync();
        gate.SetResult();

        Assert.Equal(HttpStatusCode.OK, (await making).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.GetAsync("/v1/responses/resp_late")).Status);
    }

    [Fact]
    public async Task Message_WithAnothersRun_IsNotOfIt()
    {
        await _app.SendAsync(HttpMethod.Post, "/api/memory/search", """{"query":"mat"}""", "other", ("x-run-id", "e9"));
        await SayAsync("mine", "e9");
        Assert.Equal(["mine"], await SaidAsync());
        Assert.DoesNotContain(_store.All(), static document => document.Path.Contains("/s1/", StringComparison.Ordinal) && Encoding.UTF8.GetString(document.Body).Contains("e9", StringComparison.Ordinal));
    }

    private async Task<string> BeginAsync()
    {
        var begun = await _app.SendAsync(HttpMethod.Post, "/api/agents/demo/runs", """{"input":"x","endUser":"Kim"}""");
        Assert.True(begun.Status is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.Created, begun.Text);
        return begun.Json.GetProperty("id").GetString()!;
    }

    /// <summary>Whatever person the run is for, it is given the record.</summary>
    private async Task SearchAsync(string run) => Assert.Contains(Canary, (await _app.SearchAsync("What does Lee keep under the mat?", "demo", ""","subject":"Lee" """, ("x-run-id", run))).GetProperty("hits").GetRawText(), StringComparison.Ordinal);

    private async Task RespondAsync(string id, string run)
    {
        _upstream.Enqueue(Answer(id));
        var made = await _app.SendAsync(HttpMethod.Post, "/v1/responses", """{"model":"reader","input":"x"}""", "demo", ("x-run-id", run));
        Assert.True(made.Status == HttpStatusCode.OK, made.Text);
    }

    private async Task SayAsync(string text, string run)
    {
        var body = JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = text } } });
        ControlApp.Answer said = await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", body, "demo", ("x-run-id", run));
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
    }

    private async Task<IReadOnlyList<string>> SaidAsync() =>
        [.. (await _app.GetAsync("/api/sessions/s1/messages")).Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("message").GetProperty("content").GetString()!)];

    private async Task<JsonElement> EraseAsync()
    {
        var erased = await _app.SendAsync(HttpMethod.Delete, "/api/subjects/lee", null, "ops");
        Assert.True(erased.Status == HttpStatusCode.OK, erased.Text);
        return erased.Json;
    }

    private static UpstreamReply Answer(string id) => UpstreamReply.Json(200, Response(id));

    private static string Response(string id) => $$$"""
        {"id":"{{{id}}}","object":"response","created_at":1,"status":"completed","model":"r","output":[{"type":"message","id":"msg_{{{id}}}","role":"assistant","status":"completed","content":[{"type":"output_text","text":"{{{Canary}}}","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}
        """;
}
