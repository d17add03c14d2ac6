using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>What a chat completion may ask of an agent: what changes the answer is refused by name, what clients send with every call is passed over and named.</summary>
public sealed class AgentModelTests : IAsyncLifetime
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private readonly FakeWorkflowClient _engine = new(TimeProvider.System);
    private RunsApp _app = null!;

    public async Task InitializeAsync() => _app = await RunsApp.StartAsync(services => services.AddSingleton<IWorkflowClient>(_engine));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("tools", """[{"type":"function","function":{"name":"f"}}]""")]
    [InlineData("functions", """[{"name":"f"}]""")]
    [InlineData("tool_choice", "\"auto\"")]
    [InlineData("function_call", "\"none\"")]
    [InlineData("response_format", """{"type":"json_object"}""")]
    [InlineData("n", "2")]
    [InlineData("stop", "\"END\"")]
    [InlineData("stop", """["END"]""")]
    [InlineData("modalities", """["text","audio"]""")]
    [InlineData("logprobs", "true")]
    [InlineData("top_logprobs", "3")]
    [InlineData("audio", """{"voice":"alloy"}""")]
    [InlineData("prediction", """{"type":"content","content":"x"}""")]
    [InlineData("web_search_options", "{}")]
    public async Task Chat_WithWhatWouldChangeTheAnswer_IsRefusedByName(string name, string value)
    {
        var answer = await _app.CallAsync(null, body: $$"""{"model":"agent/demo",{{Messages}},"{{name}}":{{value}}}""");

        var error = answer.Json.GetProperty("error");
        Assert.Equal((HttpStatusCode.BadRequest, "unsupported_parameter", name), (answer.Status, error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.Empty(_engine.Calls);
    }

    [Fact]
    public async Task Chat_WithWhatClientsAlwaysSend_IsAnsweredAndSaysWhatWasPassedOver()
    {
        const string Usual = """ "temperature":0.2,"max_tokens":50,"max_completion_tokens":null,"top_p":1,"metadata":{"a":"b"},"stream":false,"stream_options":null,"n":1,"tools":[],"response_format":{"type":"text"},"logprobs":false,"user":"ann@example.com","bad name":1""";
        var (status, text, headers) = await ChatAsync($$"""{"model":"agent/demo",{{Messages}},{{Usual}}}""");

        Assert.True(status == HttpStatusCode.OK, text);
        Assert.Equal("done", JsonDocument.Parse(text).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("max_tokens, metadata, temperature, top_p", Assert.Single(headers.GetValues("x-ignored-parameters")));
        var run = (await _app.GetAsync($"/api/runs/{headers.GetValues("x-run-id").Single()}", "ops")).Json;
        Assert.Equal("ann@example.com", run.GetProperty("endUser").GetString());
    }

    [Fact]
    public async Task Chat_WithNothingToPassOver_SaysNothingOfIt()
    {
        var (status, text, headers) = await ChatAsync($$"""{"model":"agent/demo",{{Messages}}}""");

        Assert.True(status == HttpStatusCode.OK, text);
        Assert.False(headers.Contains("x-ignored-parameters"));
    }

    [Fact]
    public async Task Chat_ForSomebodyWhoCannotBe_NamesTheField()
    {
        var answer = await _app.CallAsync(null, body: $$"""{"model":"agent/demo",{{Messages}},"user":"{{new string('x', 257)}}"}""");

        Assert.Equal((HttpStatusCode.BadRequest, "user"), (answer.Status, answer.Json.GetProperty("error").GetProperty("param").GetString()));
        Assert.Empty(_engine.Calls);
    }

    [Theory]
    [InlineData("/v1/responses", "\"input\":\"Hi\"")]
    [InlineData("/v1/embeddings", "\"input\":\"Hi\"")]
    public async Task OtherEndpoints_OfAnAgent_SayWhereItIsServed(string path, string rest)
    {
        var mine = await SendAsync(path, "demo", rest);
        Assert.Equal((HttpStatusCode.BadRequest, "unsupported_parameter", "model"), (mine.Status, Error(mine, "code"), Error(mine, "param")));
        Assert.Contains("/v1/chat/completions", mine.Text, StringComparison.Ordinal);

        // Of an agent that the caller may not call no more is said than of one that does not exist.
        var (other, nobody) = (await SendAsync(path, "other", rest), await SendAsync(path, "nobody", rest));
        Assert.Equal((HttpStatusCode.NotFound, "model_not_found"), (other.Status, Error(other, "code")));
        Assert.Equal(AnswerText.Without(nobody.Text, "nobody"), AnswerText.Without(other.Text, "other"));
    }

    private Task<ControlApp.Answer> SendAsync(string path, string agent, string rest) => _app.One.SendAsync(HttpMethod.Post, path, $$"""{"model":"agent/{{agent}}",{{rest}}}""", _app.Key("demo"));

    private static string? Error(ControlApp.Answer answer, string name) => answer.Json.GetProperty("error").GetProperty(name).GetString();

    /// <summary>Asks, and ends the run that came of it.</summary>
    private async Task<(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)> ChatAsync(string body)
    {
        using var client = new HttpClient { BaseAddress = _app.One.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _app.Key("demo"));
        var asked = client.SendAsync(request);
        await TestWait.UntilAsync(() => !_engine.Calls.IsEmpty || asked.IsCompleted, "the run is scheduled, or the call refused");
        if (!_engine.Calls.IsEmpty)
        {
            var run = _engine.Instances.Single()["default:".Length..];
            await _app.One.Services.GetRequiredService<IRunJournal>().CloseAsync(Tenants.Default, run, RunStatus.Succeeded, JsonDocument.Parse("\"done\"").RootElement, null, CancellationToken.None);
        }

        using var response = await asked;
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }
}
