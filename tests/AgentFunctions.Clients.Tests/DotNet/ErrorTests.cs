using System.ClientModel;
using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;
using OpenAI;
using OpenAI.Chat;

namespace AgentFunctions.Clients.Tests.DotNet;

/// <summary>Refusals arrive as the OpenAI .NET SDK's own exception, with code and request id, and are retried as the SDK is told.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ErrorTests(GatewayFixture gateway)
{
    private static readonly UserChatMessage Hi = new("Hi");

    [Theory]
    [InlineData("other-model", 403, "model_not_allowed")]
    [InlineData("ghost-model", 404, "model_not_found")]
    [InlineData("refuse-400", 400, "provider_code")]
    [InlineData("refuse-429", 429, "rate_limited")]
    [InlineData("refuse-500", 502, "upstream_error")]
    [InlineData("refuse-401", 502, "upstream_error")]
    [InlineData("away-chat", 502, "upstream_error")]
    [InlineData("break-stall.net-slow", 504, "upstream_timeout")]
    public async Task Chat_Refused_RaisesWithStatusCodeAndRequestId(string model, int status, string code)
    {
        var (error, sent) = await FailAsync(model, retries: 0);
        AssertError(error, status, code);
        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task Chat_UnknownKey_RaisesUnauthorized()
    {
        using var sent = new SentRequests();
        var client = gateway.Client(gateway.Key[..^4] + "AAAA", sent).GetChatClient("script-chat");
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync(Hi));
        AssertError(error, 401, "invalid_api_key");
        Assert.Equal(1, sent.Count);
    }

    [Fact]
    public async Task Chat_TargetCooling_RaisesUnavailable()
    {
        await FailAsync("cooling", retries: 0);
        var (error, _) = await FailAsync("cooling", retries: 0);
        AssertError(error, 503, "all_targets_cooling");
    }

    [Fact]
    public async Task Chat_BodyTooLarge_RaisesAndIsNotCutOff()
    {
        var image = ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(new byte[26 * 1024 * 1024]), "image/png");
        var client = gateway.Client(retries: 0).GetChatClient("script-image");
        AssertError(await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync(new UserChatMessage(image))), 413, "request_too_large");
    }

    [Fact]
    public async Task Chat_StreamRefused_RaisesBeforeTheFirstUpdate()
    {
        var updates = gateway.Client().GetChatClient("other-model").CompleteChatStreamingAsync(Hi);
        AssertError(await Assert.ThrowsAsync<ClientResultException>(async () => await updates.ToListAsync()), 403, "model_not_allowed");
    }

    [Theory]
    [InlineData("other-model")]
    [InlineData("ghost-model")]
    [InlineData("refuse-400")]
    public async Task Chat_RefusalThatTimeWillNotCure_IsSentOnce(string model)
    {
        var (_, sent) = await FailAsync(model, retries: null);
        Assert.Equal(1, sent);
    }

    [Theory]
    [InlineData("refuse-503-once-net")]
    [InlineData("refuse-429-after-net")]
    public async Task Chat_RefusalThatTimeCures_IsRetriedByTheSdk(string model)
    {
        using var sent = new SentRequests();
        var started = TimeProvider.System.GetTimestamp();
        var completion = (await gateway.Client(sent: sent).GetChatClient(model).CompleteChatAsync(Hi)).Value;
        Assert.Equal(Answers.Greeting, completion.Content[0].Text);
        Assert.Equal(2, sent.Count);
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromSeconds(0.9), "the SDK waits as long as Retry-After says");
    }

    private static void AssertError(ClientResultException error, int status, string code)
    {
        Assert.Equal(status, error.Status);
        Assert.Contains(code, error.Message, StringComparison.Ordinal);
        var response = error.GetRawResponse()!;
        Assert.True(response.Headers.TryGetValue("x-request-id", out var requestId) && requestId!.Length > 8);
        using var body = JsonDocument.Parse(response.Content);
        Assert.Equal(code, body.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    private async Task<(ClientResultException Error, int Sent)> FailAsync(string model, int? retries)
    {
        using var sent = new SentRequests();
        var client = gateway.Client(sent: sent, retries: retries).GetChatClient(model);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync(Hi));
        return (error, sent.Count);
    }
}
