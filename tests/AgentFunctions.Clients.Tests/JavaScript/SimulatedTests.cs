using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;

namespace AgentFunctions.Clients.Tests.JavaScript;

/// <summary>The JavaScript clients against the local host as it comes: demo manifests, simulated provider.</summary>
[Collection(GatewayCollection.Name)]
public sealed class SimulatedTests(GatewayFixture gateway)
{
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("langchain")]
    public async Task Text_WholeAndStreamed_AnswerTheQuestion(string scenario)
    {
        var result = await RunAsync(scenario);
        Assert.Contains("Say hello", result.GetProperty("whole").GetString(), StringComparison.Ordinal);
        Assert.Contains("Say hello", result.GetProperty("streamed").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_Usage_IsReportedWholeAndStreamed()
    {
        var result = await RunAsync("chat");
        foreach (var usage in new[] { result.GetProperty("usage"), result.GetProperty("streamedUsage") })
        {
            Assert.True(usage.GetProperty("completion_tokens").GetInt32() > 0);
            Assert.Equal(usage.GetProperty("total_tokens").GetInt32(), usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32());
        }

        Assert.True((await RunAsync("reasoning")).GetInt32() > 0);
    }

    [Fact]
    public async Task Tools_Named_AreCalledWithConformingArguments()
    {
        var result = await RunAsync("tools");
        JsonAssert.Equal("""[["get_weather",["city"]]]""", result.GetProperty("whole"));
        JsonAssert.Equal("""[["get_weather",["city"]]]""", result.GetProperty("streamed"));
        Assert.NotEmpty(result.GetProperty("answer").GetString()!);
    }

    [Fact]
    public async Task StructuredOutput_Schema_IsConformedTo() => JsonAssert.Equal("""[["string","number"],["string","number"]]""", await RunAsync("structured"));

    [Fact]
    public async Task TwoChoices_Asked_BothCome() => JsonAssert.Equal("[0,1]", await RunAsync("choices"));

    [Fact]
    public async Task Logprobs_Asked_CoverTheText() => Assert.True((await RunAsync("logprobs")).GetBoolean());

    [Fact]
    public async Task Embeddings_FloatAndBase64_AreTheSame()
    {
        var result = await RunAsync("embeddings");
        var (floats, decoded) = (Numbers(result.GetProperty("float")), Numbers(result.GetProperty("base64")));
        Assert.Equal(8, floats.Length);
        Assert.NotEqual(floats[..4], floats[4..]);
        Assert.Equal(floats, decoded);
    }

    [Fact]
    public async Task Responses_Stream_EndsCompletedAndIsFollowed()
    {
        var result = await RunAsync("responses");
        Assert.Equal("response.completed", result.GetProperty("last").GetString());
        Assert.Equal("completed", result.GetProperty("next").GetString());
    }

    [Fact]
    public async Task Models_Listed_AreTheDemoSet() =>
        Assert.Contains("sim-small", (await RunAsync("models")).EnumerateArray().Select(static id => id.GetString()));

    [Fact]
    public async Task LangChain_StructuredAndEmbeddings_Work()
    {
        var result = await RunAsync("langchain");
        Assert.Equal("number", result.GetProperty("structured").GetString());
        Assert.True(result.GetProperty("dimensions").GetInt32() > 0);
    }

    [Fact]
    public async Task Agents_WithATool_RunToTheEnd()
    {
        var result = await RunAsync("agents");
        Assert.Equal(1, result.GetProperty("asked").GetInt32());
        Assert.NotEmpty(result.GetProperty("text").GetString()!);
    }

    /// <summary>An agent is a model to openai-node and to LangChain; each answer is a run of one model call.</summary>
    [Fact]
    public async Task AgentAsModel_WholeAndStreamed_AnswersAndIsARun()
    {
        var result = await RunAsync("agentAsModel");
        foreach (var name in (string[])["whole", "streamed", "langchain", "langchainStreamed"]) Assert.Contains("Say hello", result.GetProperty(name).GetString(), StringComparison.Ordinal);
        Assert.All(result.GetProperty("tokens").EnumerateArray(), static tokens => Assert.True(tokens.GetInt32() > 0));
        Assert.True(result.GetProperty("listed").GetBoolean());
        Assert.Equal("succeeded", result.GetProperty("run").GetProperty("status").GetString());
        Assert.Equal(1, result.GetProperty("run").GetProperty("stepCount").GetInt32());
    }

    [Fact]
    public async Task Fault_Truncated_Raises() => Assert.NotEqual(JsonValueKind.Null, (await RunAsync("fault")).GetProperty("raised").ValueKind);

    private static float[] Numbers(JsonElement vectors) => [.. vectors.EnumerateArray().SelectMany(static vector => vector.EnumerateArray()).Select(static value => value.GetSingle())];

    private Task<JsonElement> RunAsync(string scenario) => gateway.Demo.Node.ResultAsync("simulated", scenario);
}
