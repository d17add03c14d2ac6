using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Http.Tests.Providers;

public sealed class ProviderTestEndpointTests
{
    [Fact]
    public async Task Test_ProviderAnswers_IsOkAndAskedForOneToken()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        var result = await TestAsync(app, "up");

        Assert.True(result.GetProperty("ok").GetBoolean());
        Assert.Equal(200, result.GetProperty("upstreamStatus").GetInt32());
        Assert.Contains("\"max_tokens\":1", app.Upstream.SingleRequest.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "credential")]
    [InlineData(403, "credential")]
    [InlineData(404, "/v1")]
    [InlineData(429, "throttling")]
    [InlineData(500, "failed")]
    public async Task Test_ProviderRefuses_SaysWhereToMendItAndNoSecret(int status, string mentions)
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(status, $$$"""{"error":{"message":"key {{{ModelApp.Canary}}} is wrong","type":"x","param":null,"code":"x"}}"""));

        var result = await TestAsync(app, "up");

        Assert.False(result.GetProperty("ok").GetBoolean());
        Assert.Equal(status, result.GetProperty("upstreamStatus").GetInt32());
        Assert.Contains(mentions, result.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ModelApp.Canary, result.GetRawText(), StringComparison.Ordinal);
        Assert.Single(app.Upstream.Requests);
    }

    [Fact]
    public async Task Test_NamedDeployment_IsTheOneAsked()
    {
        await using var app = await ModelApp.StartAsync();
        app.Upstream.Enqueue(UpstreamReply.Json(200, ChatEvents.Whole));

        var result = await TestAsync(app, "up", """{"deployment":"other/name"}""");

        Assert.Equal("other/name", result.GetProperty("deployment").GetString());
        Assert.Contains("\"other/name\"", app.Upstream.SingleRequest.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "{}", HttpStatusCode.NotFound)]
    [InlineData("up", """{"deployment":1}""", HttpStatusCode.BadRequest)]
    [InlineData("up", """{"model":"m"}""", HttpStatusCode.BadRequest)]
    [InlineData("up", "[", HttpStatusCode.BadRequest)]
    public async Task Test_BadRequest_IsRefusedWithoutACall(string provider, string body, HttpStatusCode expected)
    {
        await using var app = await ModelApp.StartAsync();

        using var response = await SendAsync(app, FakeAuthenticator.PlatformKey, provider, body);

        Assert.Equal(expected, response.StatusCode);
        Assert.Empty(app.Upstream.Requests);
    }

    [Fact]
    public async Task Test_AgentsKey_IsRefused()
    {
        await using var app = await ModelApp.StartAsync();

        using var response = await SendAsync(app, FakeAuthenticator.KeyOf("demo"), "up", "{}");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static async Task<JsonElement> TestAsync(ModelApp app, string provider, string body = "")
    {
        using var response = await SendAsync(app, FakeAuthenticator.PlatformKey, provider, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<HttpResponseMessage> SendAsync(ModelApp app, string key, string provider, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/providers/{provider}/test") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await app.Client.SendAsync(request);
    }
}
