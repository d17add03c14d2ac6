using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Upstream;

namespace AgentFunctions.Clients.Tests.JavaScript;

/// <summary>A broken answer makes npm <c>openai</c> raise; it never looks whole.</summary>
[Collection(GatewayCollection.Name)]
public sealed class TruncationTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("chat-close")]
    [InlineData("chat-reset")]
    [InlineData("chat-stall")]
    [InlineData("chat-malformed")]
    [InlineData("chat-cut-event")]
    [InlineData("chat-error-event")]
    [InlineData("chat-no-finish")]
    [InlineData("chat-no-done")]
    [InlineData("chat-end")]
    [InlineData("responses-close")]
    [InlineData("responses-reset")]
    [InlineData("responses-stall")]
    [InlineData("responses-malformed")]
    [InlineData("responses-cut-event")]
    [InlineData("responses-error-event")]
    [InlineData("responses-end")]
    public async Task Stream_Broken_Raises(string scenario)
    {
        var result = await gateway.Node.ResultAsync("truncation", scenario);
        Assert.True(result.GetProperty("raised").ValueKind == JsonValueKind.String, $"the SDK took a broken answer for a whole one: {result}");
        Assert.Equal(BrokenScripts.Half, result.GetProperty("seen").GetString());
        Assert.True(result.GetProperty("isSdkError").ValueKind == JsonValueKind.True, result.GetRawText());

        // The error event says why; a platform that drops what it received before a reset leaves only the broken connection.
        var expected = result.GetProperty("raised").GetString() == "APIConnectionError" ? null : scenario.EndsWith("-stall", StringComparison.Ordinal) ? "upstream_timeout" : "upstream_error";
        Assert.Equal(expected, result.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("close", 502)]
    [InlineData("reset", 502)]
    [InlineData("malformed", 502)]
    [InlineData("stall", 504)]
    public async Task Whole_Broken_IsAnInternalServerError(string kind, int status)
    {
        var result = await gateway.Node.ResultAsync("truncation", "whole-" + kind);
        Assert.Equal("InternalServerError", result.GetProperty("raised").GetString());
        Assert.Equal(status, result.GetProperty("status").GetInt32());
    }
}
