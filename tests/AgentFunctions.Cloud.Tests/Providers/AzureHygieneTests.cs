using System.Text;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Logging;
using AgentFunctions.TestKit.Upstream;
using Azure.Identity;

namespace AgentFunctions.Cloud.Tests.Providers;

/// <summary>Which credential goes where, and that it comes back to nobody.</summary>
public sealed class AzureHygieneTests
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"Hi"}]}""";

    [Theory]
    [InlineData(false, "api-key", ModelApp.Canary)]
    [InlineData(true, "authorization", "Bearer " + ModelApp.Canary)]
    public async Task Request_Headers_OnlyTheNamedAndTheClientsOwnReachTheResource(bool identity, string credential, string value)
    {
        await using var app = await AzureApp.StartAsync(identity, change: static spec => spec with { Headers = new Dictionary<string, string> { ["X-Team"] = "blue", ["Authorization"] = "Bearer forged" } });
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));
        using var request = new HttpRequestMessage(HttpMethod.Post, AzureApp.Path) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        var headers = new Dictionary<string, string>
        {
            ["OpenAI-Beta"] = "assistants=v2", ["Cookie"] = "a=b", ["x-forwarded-for"] = "1.2.3.4", ["x-request-id"] = "mine", ["User-Agent"] = "agent/1",
            ["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ["tracestate"] = "v=1",
        };
        foreach (var (name, text) in headers) request.Headers.TryAddWithoutValidation(name, text);

        await app.Client.SendAsync(request);

        var sent = app.Upstream.SingleRequest;
        Assert.Equal(
            new[] { "accept", credential, "content-length", "content-type", "host", "openai-beta", "traceparent", "tracestate", "user-agent", "x-ms-client-request-id", "x-team" }.Order(),
            sent.Headers.Select(static header => header.Key.ToLowerInvariant()).Order());
        Assert.Equal(value, sent.Header(credential));
        Assert.DoesNotContain("agent/1", sent.Header("User-Agent"), StringComparison.Ordinal);
        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", sent.Header("traceparent"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 400, """{"error":{"message":"bad key KEY","code":"x"}}""")]
    [InlineData(true, 401, """{"error":{"message":"bad token KEY","code":"x"}}""")]
    [InlineData(true, 500, "KEY")]
    [InlineData(false, 429, """{"error":{"message":"KEY"}}""")]
    public async Task Canary_ResourceEchoesItsCredential_AppearsNowhere(bool identity, int status, string body)
    {
        var logs = new CapturedLogs();
        await using var app = await AzureApp.StartAsync(identity, logs: logs);
        app.Upstream.Default = _ => UpstreamReply.Json(status, body.Replace("KEY", ModelApp.Canary, StringComparison.Ordinal)).WithHeader("x-request-id", ModelApp.Canary);

        var response = await app.PostAsync(AzureApp.Path, Body);

        Assert.NotEmpty(app.Upstream.Requests);
        Assert.DoesNotContain(ModelApp.Canary, await response.Content.ReadAsStringAsync() + response.Headers, StringComparison.OrdinalIgnoreCase);
        Assert.All(logs.Lines, static line => Assert.DoesNotContain(ModelApp.Canary, line, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("azure-openai")]
    [InlineData("openai")]
    public async Task ManagedIdentity_ListedHost_SendsATokenForTheAudience(string type)
    {
        var identity = new FakeCredential("token-1");
        await using var app = await AzureApp.StartAsync(managedIdentity: true, type, identity: identity);
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        var response = await app.PostAsync(AzureApp.Path, Body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("Bearer token-1", app.Upstream.SingleRequest.Header("Authorization"));
        Assert.All(identity.Scopes, static scope => Assert.Equal("https://cognitiveservices.azure.com/.default", scope));
    }

    [Theory]
    [InlineData("azure-openai")]
    [InlineData("openai")]
    public async Task ManagedIdentity_HostThatIsNotAzures_GetsNoToken(string type)
    {
        var identity = new FakeCredential("token-1");
        await using var app = await AzureApp.StartAsync(managedIdentity: true, type, identity: identity, isListed: false);

        var response = await app.PostAsync(AzureApp.Path, Body);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Contains("AgentFunctions:ManagedIdentity:Hosts", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(app.Upstream.Requests);
        Assert.Empty(identity.Scopes);
    }

    [Fact]
    public async Task ManagedIdentity_OpenAIOverPlainHttp_GetsNoToken()
    {
        var identity = new FakeCredential("token-1");
        await using var app = await AzureApp.StartAsync(managedIdentity: true, "openai", static spec => spec with { Endpoint = spec.Endpoint!.Replace("https://", "http://", StringComparison.Ordinal) }, identity);

        var response = await app.PostAsync(AzureApp.Path, Body);

        Assert.Contains("https://", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(identity.Scopes);
    }

    [Theory]
    [InlineData(true, "has no identity")]
    [InlineData(false, "no token could be had")]
    public async Task ManagedIdentity_NoToken_IsAnErrorInWords(bool isLasting, string words)
    {
        var identity = new FakeCredential("", isLasting ? new CredentialUnavailableException("inner words") : new AuthenticationFailedException("inner words"));
        await using var app = await AzureApp.StartAsync(managedIdentity: true, identity: identity);

        var response = await app.PostAsync(AzureApp.Path, Body);

        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(502, (int)response.StatusCode);
        Assert.Contains(words, text, StringComparison.Ordinal);
        Assert.DoesNotContain("inner words", text, StringComparison.Ordinal);
        Assert.Empty(app.Upstream.Requests);
    }

    [Fact]
    public async Task Certificate_NotTrusted_NothingIsSent()
    {
        await using var other = ScriptedUpstream.Start(secure: true);
        await using var app = await AzureApp.StartAsync(change: spec => spec with { Endpoint = other.Address.AbsoluteUri });

        var response = await app.PostAsync(AzureApp.Path, Body);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Endpoint_NobodyListens_Is502()
    {
        await using var app = await AzureApp.StartAsync(change: static spec => spec with { Endpoint = "https://127.0.0.1:1/" });

        var response = await app.PostAsync(AzureApp.Path, Body);

        Assert.Equal(502, (int)response.StatusCode);
        Assert.Contains("nothing answers", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
