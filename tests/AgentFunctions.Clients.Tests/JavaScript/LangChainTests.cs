using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Upstream;

namespace AgentFunctions.Clients.Tests.JavaScript;

/// <summary><c>@langchain/openai</c> and <c>@langchain/langgraph</c> through the gateway.</summary>
[Collection(GatewayCollection.Name)]
public sealed class LangChainTests(GatewayFixture gateway)
{
    private const string Usage = """{"output_tokens":7,"input_tokens":11,"total_tokens":18,"input_token_details":{"cache_read":4},"output_token_details":{"reasoning":2}}""";

    private const string ToolCalls = """[["call_weather","get_weather",{"city":"Paris"}],["call_time","get_time",{"zone":"Europe/Paris"}]]""";

    [Fact]
    public async Task Invoke_Whole_TextAndUsageArrive()
    {
        var result = await RunAsync("invoke");
        Assert.Equal(Answers.Greeting, result.GetProperty("text").GetString());
        Assert.Equal("stop", result.GetProperty("finish").GetString());
        JsonAssert.Equal(Usage, result.GetProperty("usage"));
    }

    [Fact]
    public async Task Stream_Parts_ArriveOneByOneWithUsage()
    {
        var result = await RunAsync("stream");
        Assert.Equal(Answers.Greeting, result.GetProperty("text").GetString());
        Assert.Equal(3, result.GetProperty("parts").GetInt32());
        JsonAssert.Equal($"[{Usage}]", result.GetProperty("usage"));
    }

    [Fact]
    public async Task Tools_Bound_AreCalledAndAnswered()
    {
        var result = await RunAsync("tools");
        JsonAssert.Equal(ToolCalls, result.GetProperty("calls"));
        Assert.Equal(Answers.Weather, result.GetProperty("text").GetString());
    }

    [Fact]
    public async Task ToolsStreamed_Pieces_MakeTheSameCalls() => JsonAssert.Equal(ToolCalls, await RunAsync("toolsStreamed"));

    [Fact]
    public async Task StructuredOutput_JsonSchema_IsParsed() => JsonAssert.Equal(Answers.City, await RunAsync("structured"));

    [Fact]
    public async Task Responses_Asked_Answer() => Assert.Equal(Answers.Greeting, (await RunAsync("responses")).GetString());

    [Fact]
    public async Task Embeddings_QueryAndDocuments_AreDecoded()
    {
        var result = await RunAsync("embeddings");
        JsonAssert.Equal("[0.5,-0.25,0.125,1]", result.GetProperty("query"));
        JsonAssert.Equal("[[0.5,-0.25,0.125,1],[0.5,-0.25,0.125,1]]", result.GetProperty("documents"));
        Assert.Equal(EmbeddingScripts.Vector.Length, result.GetProperty("query").GetArrayLength());
    }

    [Fact]
    public async Task Graph_ModelAndTools_RunToTheEnd() =>
        JsonAssert.Equal($$"""[["human","Weather?"],["ai",""],["tool","21"],["tool","12:00"],["ai","{{Answers.Weather}}"]]""", await RunAsync("graph"));

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

    private Task<JsonElement> RunAsync(string scenario) => gateway.Node.ResultAsync("langchain", scenario);
}
