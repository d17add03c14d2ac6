using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Upstream;

namespace AgentFunctions.Clients.Tests.JavaScript;

/// <summary><c>@openai/agents</c> through the gateway, its own trace upload off.</summary>
[Collection(GatewayCollection.Name)]
public sealed class AgentsTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("responses")]
    [InlineData("chat")]
    public async Task Agent_WithTools_RunsToTheEnd(string api)
    {
        var result = await RunAsync(api);
        Assert.Equal(Answers.Weather, result.GetProperty("text").GetString());
        Assert.Equal(2, result.GetProperty("requests").GetInt32());
    }

    [Fact]
    public async Task Agent_Usage_IsReported() => Assert.Equal(18, (await RunAsync("responses")).GetProperty("usage").GetProperty("totalTokens").GetInt32());

    [Fact]
    public async Task Agent_Streamed_TextEqualsTheFinalOutput()
    {
        var result = await RunAsync("streamed");
        Assert.Equal(Answers.Weather, result.GetProperty("text").GetString());
        Assert.Equal(Answers.Weather, result.GetProperty("final").GetString());
    }

    [Fact]
    public async Task Agent_OutputType_IsParsed() => JsonAssert.Equal(Answers.City, await RunAsync("structured"));

    [Fact]
    public async Task Agent_Tools_AreCalledWithTheModelsArguments() =>
        Assert.All((await RunAsync("asked")).EnumerateArray(), static call => Assert.Contains(call.GetRawText(), new[] { """["get_weather",{"city":"Paris"}]""", """["get_time",{"zone":"Europe/Paris"}]""" }));

    [Fact]
    public async Task Agent_BothApis_WentThroughTheGatewayAndNowhereElse()
    {
        Assert.True((await RunAsync("asked")).GetArrayLength() >= 3);
        JsonAssert.Equal("""["POST /v1/chat/completions","POST /v1/responses"]""", await RunAsync("sent"));
        JsonAssert.Equal("[]", await RunAsync("elsewhere"));
    }

    [Fact]
    public async Task ForbiddenModel_Asked_RaisesStatusAndCode()
    {
        var result = await RunAsync("forbiddenModel");
        Assert.Equal(403, result.GetProperty("status").GetInt32());
        Assert.Equal("model_not_allowed", result.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Stream_Broken_Raises()
    {
        var result = await RunAsync("truncated");
        Assert.Equal(BrokenScripts.Half, result.GetProperty("seen").GetString());
        Assert.NotEqual(JsonValueKind.Null, result.GetProperty("raised").ValueKind);
    }

    private Task<JsonElement> RunAsync(string scenario) => gateway.Node.ResultAsync("agents", scenario);
}
