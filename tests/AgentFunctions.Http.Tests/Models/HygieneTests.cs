using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Upstream;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Http.Tests.Models;

/// <summary>What crosses the gateway besides bodies: only the headers that are named, and never a credential.</summary>
public sealed class HygieneTests
{
    private const string Path = "/v1/chat/completions";
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task Request_Headers_OnlyTheAllowedReachTheProvider()
    {
        await using var app = await ModelApp.StartAsync(static (view, upstream) => view.With(
            "up", new ProviderSpec { Type = "openai", Endpoint = upstream.Endpoint, Credential = new CredentialSpec { SecretRef = "up-key" }, Headers = new Dictionary<string, string> { ["X-Team"] = "blue", ["Authorization"] = "Bearer forged" } }));
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        var headers = new Dictionary<string, string>
        {
            ["OpenAI-Beta"] = "assistants=v2", ["Cookie"] = "a=b", ["x-api-key"] = "leak", ["x-forwarded-for"] = "1.2.3.4", ["x-agent-id"] = "demo", ["x-request-id"] = "mine",
            ["OpenAI-Organization"] = "org", ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ["tracestate"] = "v=1", ["User-Agent"] = "agent/1",
        };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);

        await app.Client.SendAsync(request);

        var sent = app.Upstream.SingleRequest;
        Assert.Equal(
            ["accept", "authorization", "content-length", "content-type", "host", "openai-beta", "traceparent", "tracestate", "x-team"],
            sent.Headers.Select(static header => header.Key.ToLowerInvariant()).Order());
        Assert.Equal("Bearer " + ModelApp.Canary, sent.Header("Authorization"));
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", sent.Header("traceparent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_Headers_OnlyTheAllowedReachTheCaller()
    {
        await using var app = await ModelApp.StartAsync();
        var reply = UpstreamReply.Json(200, ChatEvents.Whole).WithHeader("openai-processing-ms", "12").WithHeader("openai-version", "2020-10-01").WithHeader("x-request-id", "up-1")
            .WithHeader("Set-Cookie", "a=b").WithHeader("openai-organization", "org-secret").WithHeader("x-ratelimit-remaining-requests", "9").WithHeader("Server", "up");
        app.Upstream.Enqueue(reply);

        var response = await app.PostAsync(Path, Body);

        Assert.Equal(["openai-processing-ms", "openai-version", "x-request-id", "x-upstream-request-id"], response.Headers.Select(static header => header.Key.ToLowerInvariant()).Where(static name => name is not ("date" or "server")).Order());
        Assert.Equal("up-1", response.Headers.GetValues("x-upstream-request-id").Single());
        Assert.NotEqual("up-1", response.Headers.GetValues("x-request-id").Single());
        Assert.False(response.Headers.Contains("Server") && response.Headers.GetValues("Server").Contains("up"));
    }

    [Fact]
    public async Task Response_HeaderThatCannotBePassedOn_IsDropped()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole).WithHeader("openai-version", "caf\u00e9").WithHeader("x-request-id", new string('x', 5000)));

        var response = await app.PostAsync(Path, Body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.False(response.Headers.Contains("openai-version") || response.Headers.Contains("x-upstream-request-id"));
    }

    [Fact]
    public async Task Response_HeaderWithTheCredential_IsDropped()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole).WithHeader("openai-version", ModelApp.Canary).WithHeader("x-request-id", "id " + ModelApp.Canary).WithHeader("openai-processing-ms", ModelApp.Canary));

        var response = await app.PostAsync(Path, Body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.DoesNotContain(ModelApp.Canary, response.Headers.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_HeaderThatCannotBeSent_IsDroppedAndNotHeldAgainstTheProvider()
    {
        await using var app = await ModelApp.StartAsync();
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        using var client = new HttpClient(handler) { BaseAddress = app.Client.BaseAddress };
        const int MoreThanTheBreakerTakes = 6;
        for (var i = 0; i < MoreThanTheBreakerTakes; i++)
        {
            app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));
            using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
            request.Headers.Authorization = app.Client.DefaultRequestHeaders.Authorization;
            foreach (var name in (string[])["OpenAI-Beta", "traceparent", "tracestate"]) request.Headers.TryAddWithoutValidation(name, "caf\u00e9");

            Assert.Equal(200, (int)(await client.SendAsync(request)).StatusCode);
        }

        Assert.All(app.Upstream.Requests, static sent => Assert.Null(sent.Header("OpenAI-Beta")));
    }

    [Theory]
    [InlineData("Retry-After", "-Infinity")]
    [InlineData("retry-after-ms", "-Infinity")]
    [InlineData("Retry-After", "-5")]
    [InlineData("Retry-After", "NaN")]
    public async Task Response_RetryAfterThatIsNoTime_IsIgnored(string header, string value)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(429, "{}").WithHeader(header, value));

        var response = await app.PostAsync(Path, Body);

        Assert.Equal((429, "2"), ((int)response.StatusCode, response.Headers.GetValues("Retry-After").Single()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"detail":"nothing here"}""")]
    public async Task Response_ObjectThatIsNoAnswer_IsAnUpstreamError(string body)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, body));

        Assert.Equal(502, (int)(await app.PostAsync(Path, Body)).StatusCode);
    }

    [Fact]
    public async Task AzureStyle_ApiVersionDeclared_UsesApiKeyHeaderAndQuery()
    {
        await using var app = await ModelApp.StartAsync(static (view, upstream) => view.With(
            "up", new ProviderSpec { Type = "openai", Endpoint = upstream.Endpoint, ApiVersion = "preview", Credential = new CredentialSpec { SecretRef = "up-key" } }));
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        await app.PostAsync(Path, Body);

        var sent = app.Upstream.SingleRequest;
        Assert.Equal(("/v1/chat/completions?api-version=preview", ModelApp.Canary, null), (sent.Target, sent.Header("api-key"), sent.Header("Authorization")));
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"bad key KEY","type":"t","param":null,"code":"x"}}""")]
    [InlineData(401, """{"error":{"message":"bad key KEY","type":"t","param":null,"code":"x"}}""")]
    [InlineData(422, """{"detail":"KEY"}""")]
    [InlineData(400, """{"error":{"message":"ESCAPED","code":"x"}}""")]
    [InlineData(400, """{"error":{"message":"UPPER BASE64"}}""")]
    [InlineData(400, """{"error":{"message":"LONG"}}""")]
    [InlineData(400, """{"message":"LONG"}""")]
    [InlineData(500, "KEY")]
    [InlineData(429, """{"error":{"message":"KEY"}}""")]
    public async Task Canary_ProviderEchoesItsCredential_AppearsNowhere(int status, string body)
    {
        ConcurrentQueue<string> seen = new();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == AgentFunctionsTelemetry.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => seen.Enqueue(activity.DisplayName + string.Join(';', activity.TagObjects.Select(static tag => $"{tag.Key}={tag.Value}")) + activity.StatusDescription),
        };
        ActivitySource.AddActivityListener(listener);
        using var logs = new CollectingLogs(seen);
        await using var app = await ModelApp.StartAsync(logs: logs);
        var escaped = string.Concat(ModelApp.Canary.Select(static character => $"\\u{(int)character:x4}"));
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("Bearer " + ModelApp.Canary));

        // An overlong message is cut; the cut falls into the credential.
        var overlong = new string('x', 1990) + ModelApp.Canary;
        var reply = body.Replace("KEY", ModelApp.Canary, StringComparison.Ordinal).Replace("ESCAPED", escaped, StringComparison.Ordinal)
            .Replace("UPPER", ModelApp.Canary.ToUpperInvariant(), StringComparison.Ordinal).Replace("BASE64", encoded, StringComparison.Ordinal).Replace("LONG", overlong, StringComparison.Ordinal);
        app.Upstream.Enqueue(UpstreamReply.Json(status, reply).WithHeader("x-request-id", ModelApp.Canary));

        var response = await app.PostAsync(Path, Body);
        seen.Enqueue(await response.Content.ReadAsStringAsync());
        seen.Enqueue(response.Headers.ToString());

        Assert.True(app.Upstream.Requests.Count == 1, "The provider was asked, so the credential was in use.");
        Assert.All(seen, static text => Assert.DoesNotContain(ModelApp.Canary, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(seen, text => Assert.DoesNotContain(escaped, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(seen, text => Assert.DoesNotContain(encoded[10..^4], text, StringComparison.Ordinal));
        Assert.All(seen, static text => Assert.DoesNotContain(ModelApp.Canary[..9], text, StringComparison.OrdinalIgnoreCase));
        Assert.All(seen, static text => Assert.DoesNotContain(FakeAuthenticator.KeyOf("demo"), text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","param":"p","code":429}}""", """{"error":{"message":"m","type":"t","param":"p","code":"429"}}""")]
    [InlineData("""{"error":{"message":"m","code":null,"x":1.0}}""", """{"error":{"message":"m","code":"invalid_request","x":1.0}}""")]
    [InlineData("""{"error":{"message":"m"}}""", """{"error":{"code":"invalid_request","message":"m"}}""")]
    [InlineData("""{"error":{"message":"m","code":"own"},"extra":1e5}""", """{"error":{"message":"m","code":"own"},"extra":1e5}""")]
    [InlineData("""{"error":"plain words"}""", """{"error":{"message":"plain words","type":"invalid_request_error","param":null,"code":"invalid_request"}}""")]
    [InlineData("""{"object":"error","message":"from vLLM","code":40003}""", """{"error":{"message":"from vLLM","type":"invalid_request_error","param":null,"code":"40003"}}""")]
    [InlineData("""<html>""", """{"error":{"message":"The provider refused the request with status 400.","type":"invalid_request_error","param":null,"code":"invalid_request"}}""")]
    public async Task UpstreamError_AnyShape_ComesOutWithAStringCode(string sent, string received)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(400, sent));

        var response = await app.PostAsync(Path, Body);

        Assert.Equal((400, received), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Provider_PlainHttpToAnotherMachine_IsNotUsed()
    {
        await using var app = await ModelApp.StartAsync(static (view, _) => view.With("up", new ProviderSpec { Type = "openai", Endpoint = "http://192.0.2.1/v1" }));

        var response = await app.PostAsync(Path, Body);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        Assert.Contains("plain http", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_NobodyListens_Is502WithRetryAfter()
    {
        await using var app = await ModelApp.StartAsync(static (view, _) => view.With("up", new ProviderSpec { Type = "openai", Endpoint = "http://127.0.0.1:1/v1" }));

        var response = await app.PostAsync(Path, Body);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("could not be reached", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private sealed class CollectingLogs(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
