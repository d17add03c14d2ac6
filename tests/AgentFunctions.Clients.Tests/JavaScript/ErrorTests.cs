using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;

namespace AgentFunctions.Clients.Tests.JavaScript;

/// <summary>Refusals arrive as npm <c>openai</c>'s own error classes, with code and request id, and are retried as the SDK is told.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ErrorTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("badKey", "AuthenticationError", 401, "invalid_api_key", null)]
    [InlineData("forbiddenModel", "PermissionDeniedError", 403, "model_not_allowed", "model")]
    [InlineData("unknownModel", "NotFoundError", 404, "model_not_found", "model")]
    [InlineData("unknownRoute", "NotFoundError", 404, "unsupported_endpoint", null)]
    [InlineData("wrongType", "BadRequestError", 400, "invalid_request", "stream")]
    [InlineData("noModel", "BadRequestError", 400, "invalid_request", "model")]
    [InlineData("background", "BadRequestError", 400, "unsupported_parameter", "background")]
    [InlineData("hostedTool", "BadRequestError", 400, "unsupported_parameter", "tools[0].type")]
    [InlineData("foreignResponse", "NotFoundError", 404, "not_found", "response_id")]
    [InlineData("providerBadRequest", "BadRequestError", 400, "provider_code", "temperature")]
    [InlineData("providerRateLimit", "RateLimitError", 429, "rate_limited", null)]
    [InlineData("providerFailure", "InternalServerError", 502, "upstream_error", null)]
    [InlineData("providerRejectsCredential", "InternalServerError", 502, "upstream_error", null)]
    [InlineData("providerUnreachable", "InternalServerError", 502, "upstream_error", null)]
    [InlineData("providerCooling", "InternalServerError", 503, "all_targets_cooling", null)]
    [InlineData("tooLarge", "APIError", 413, "request_too_large", null)]
    [InlineData("providerSlow", "InternalServerError", 504, "upstream_timeout", null)]
    public async Task Refusal_AnyKind_IsTheSdksOwnErrorSentOnce(string scenario, string error, int status, string code, string? param)
    {
        var result = await RunAsync(scenario);
        Assert.Equal((error, status, code), (result.GetProperty("raised").GetString(), result.GetProperty("status").GetInt32(), result.GetProperty("code").GetString()));
        Assert.Equal(param, result.GetProperty("param").GetString());
        Assert.True(result.GetProperty("requestId").GetString() is { Length: > 8 }, "the SDK knows the request id");
        Assert.Equal(1, result.GetProperty("requests").GetInt32());
    }

    [Theory]
    [InlineData("failureRetried")]
    [InlineData("rateLimitRetriedAfter")]
    public async Task RefusalThatTimeCures_Retried_Answers(string scenario)
    {
        var result = await RunAsync(scenario);
        Assert.Equal(JsonValueKind.Null, result.GetProperty("raised").ValueKind);
        Assert.Equal(Answers.Greeting, result.GetProperty("value").GetString());
        Assert.Equal(2, result.GetProperty("requests").GetInt32());
        Assert.True(result.GetProperty("milliseconds").GetInt32() >= 900, "the SDK waits as long as Retry-After says");
    }

    private Task<JsonElement> RunAsync(string scenario) => gateway.Node.ResultAsync("errors", scenario);
}
