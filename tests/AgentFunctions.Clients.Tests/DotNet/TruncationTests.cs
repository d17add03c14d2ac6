using System.ClientModel;
using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Upstream;
using OpenAI.Chat;
using OpenAI.Responses;

namespace AgentFunctions.Clients.Tests.DotNet;

/// <summary>A broken answer makes the OpenAI .NET SDK raise; it never looks whole. The SDK takes an orderly end without <c>[DONE]</c> for success, so only an aborted connection tells it.</summary>
[Collection(GatewayCollection.Name)]
public sealed class TruncationTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("close")]
    [InlineData("reset")]
    [InlineData("stall")]
    [InlineData("malformed")]
    [InlineData("cut-event")]
    [InlineData("error-event")]
    [InlineData("no-finish")]
    [InlineData("no-done")]
    [InlineData("end")]
    public async Task ChatStream_Broken_Raises(string kind)
    {
        var model = $"break-{kind}.net-chat";
        var seen = "";
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await foreach (var update in gateway.Client(retries: 0).GetChatClient(model).CompleteChatStreamingAsync(new UserChatMessage("Hi")))
            {
                var text = string.Concat(update.ContentUpdate.Select(static part => part.Text));
                if (seen.Length == 0 && text.Length > 0) BrokenScripts.Break(model);
                seen += text;
            }
        });
        Assert.Equal(BrokenScripts.Half, seen);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("reset")]
    [InlineData("stall")]
    [InlineData("malformed")]
    [InlineData("cut-event")]
    [InlineData("error-event")]
    [InlineData("end")]
    public async Task ResponsesStream_Broken_Raises(string kind)
    {
        var model = $"break-{kind}.net-responses";
        var seen = "";
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await foreach (var update in await gateway.Client(retries: 0).GetResponsesClient().CreateResponseStreamingAsync(model, "Hi"))
            {
                var text = (update as StreamingResponseOutputTextDeltaUpdate)?.Delta ?? "";
                if (seen.Length == 0 && text.Length > 0) BrokenScripts.Break(model);
                seen += text;
            }
        });
        Assert.Equal(BrokenScripts.Half, seen);
    }

    [Theory]
    [InlineData("close", 502)]
    [InlineData("reset", 502)]
    [InlineData("malformed", 502)]
    [InlineData("stall", 504)]
    public async Task Whole_Broken_IsAnError(string kind, int status)
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => gateway.Client(retries: 0).GetChatClient($"break-{kind}.net-whole").CompleteChatAsync(new UserChatMessage("Hi")));
        Assert.Equal(status, error.Status);
    }
}
