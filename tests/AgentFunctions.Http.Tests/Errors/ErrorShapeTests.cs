using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Http.Tests.Hosting;
using AgentFunctions.TestKit.Hosting;

namespace AgentFunctions.Http.Tests.Errors;

public sealed class ErrorShapeTests
{
    [Theory]
    [InlineData("/v1/unknown")]
    [InlineData("/openai/unknown")]
    public async Task UnknownPath_OpenAiSurface_IsEnvelope(string path)
    {
        await using var app = await TestApps.StartAsync();

        var response = await app.Client.PostAsync(path, null);

        var error = (await Json(response)).GetProperty("error");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("unsupported_endpoint", error.GetProperty("code").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Contains(path, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("false", Assert.Single(response.Headers.GetValues("x-should-retry")));
    }

    [Fact]
    public async Task UnknownPath_Elsewhere_IsProblem()
    {
        await using var app = await TestApps.StartAsync();

        var response = await app.Client.GetAsync("/api/unknown");

        var problem = await Json(response);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.Equal("not_found", problem.GetProperty("code").GetString());
        Assert.Equal(Assert.Single(response.Headers.GetValues("x-request-id")), problem.GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task KnownPath_OtherMethod_Is405WithAllow()
    {
        await using var app = await TestApps.StartAsync();

        var response = await app.Client.DeleteAsync("/health/live");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("GET", response.Content.Headers.Allow);
        Assert.Equal("method_not_allowed", (await Json(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Headers_AboveTheLimit_Are431InTheSurfacesShape()
    {
        await using var app = await TestApps.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("x-padding", new string('a', 40_000));

        var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, response.StatusCode);
        Assert.Equal("headers_too_large", (await Json(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Body_DeclaredAboveTheLimit_Is413BeforeItIsRead()
    {
        await using var app = await TestApps.StartAsync();
        using var content = new ByteArrayContent(new byte[33 * 1024 * 1024]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        request.Headers.ExpectContinue = true;

        var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request_too_large", (await Json(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Exception_Unexpected_Is500WithoutItsText()
    {
        const string secret = "sk-canary-in-exception";
        await using var app = await TestApps.StartAsync(authenticator: new ThrowingAuthenticator(new InvalidOperationException(secret)));

        var response = await Authorized(app, "any", HttpMethod.Get, "/health/ready");

        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Contains("internal_error", text, StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(response.Headers.GetValues("Retry-After")));
        Assert.True(response.Headers.Contains("retry-after-ms"));
    }

    [Fact]
    public async Task Exception_StoreUnavailable_Is503()
    {
        await using var app = await TestApps.StartAsync(authenticator: new ThrowingAuthenticator(new DocumentStoreUnavailableException("disk")));

        var response = await Authorized(app, "any", HttpMethod.Get, "/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("store_unavailable", (await Json(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Ready_ControlPlaneOutOfReach_Is503WithoutDetails()
    {
        await using var app = await TestApps.StartAsync(controlPlane: new FakeControlPlane(null));

        var response = await app.Client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("""{"status":"not_ready"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Ready_OperatorKey_ShowsDetails()
    {
        await using var app = await TestApps.StartAsync();

        var response = await Authorized(app, FakeAuthenticator.PlatformKey, HttpMethod.Get, "/health/ready");

        Assert.Equal("""{"status":"ready","checks":{"controlPlane":"ok"}}""", await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> Authorized(LoopbackApp app, string key, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await app.Client.SendAsync(request);
    }

    private static async Task<JsonElement> Json(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    private sealed class ThrowingAuthenticator(Exception exception) : IAuthenticator
    {
        public ValueTask<AuthenticationResult> AuthenticateAsync(PresentedCredential credential, CancellationToken cancellationToken) => throw exception;
    }
}
