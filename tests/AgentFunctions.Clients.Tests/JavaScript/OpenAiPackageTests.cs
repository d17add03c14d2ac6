using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Upstream;

namespace AgentFunctions.Clients.Tests.JavaScript;

/// <summary>npm <c>openai</c> does through the gateway what it does without it.</summary>
[Collection(GatewayCollection.Name)]
public sealed class OpenAiPackageTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Chat_Whole_TextUsageUnknownFieldsAndRequestIdArrive()
    {
        var result = await RunAsync("chatWhole");
        Assert.Equal(Answers.Greeting, result.GetProperty("text").GetString());
        Assert.Equal("stop", result.GetProperty("finish").GetString());
        JsonAssert.Equal(ChatScripts.Usage, result.GetProperty("usage"));
        JsonAssert.Equal("""{"kept":true}""", result.GetProperty("vendor"));
        Assert.False(string.IsNullOrEmpty(result.GetProperty("requestId").GetString()));
        Assert.Equal(result.GetProperty("header").GetString(), result.GetProperty("requestId").GetString());
    }

    [Fact]
    public async Task Chat_Streamed_EachDeltaArrivesAndNoUnaskedUsage()
    {
        var result = await RunAsync("chatStreamed");
        Assert.Equal(Answers.Greeting, result.GetProperty("text").GetString());
        Assert.Equal("stop", result.GetProperty("finish").GetString());
        Assert.Equal(5, result.GetProperty("deltas").GetInt32());
        Assert.Equal(0, result.GetProperty("withUsage").GetInt32());
    }

    [Fact]
    public async Task Chat_StreamedWithUsageAsked_UsageChunkIsLast()
    {
        var result = await RunAsync("chatStreamedWithUsage");
        JsonAssert.Equal(ChatScripts.Usage, result.GetProperty("usage"));
        Assert.Equal(0, result.GetProperty("choicesOfLast").GetInt32());
    }

    [Theory]
    [InlineData("tools")]
    [InlineData("toolsStreamed")]
    public async Task Tools_Offered_ParallelCallsArrive(string scenario)
    {
        var result = await RunAsync(scenario);
        Assert.Equal("tool_calls", result.GetProperty("finish").GetString());
        Assert.Equal(Answers.ToolCalls, result.GetProperty("calls").EnumerateArray().Select(static call => (call[0].GetString()!, call[1].GetString()!, call[2].GetString()!)));
    }

    [Fact]
    public async Task ToolsStreamed_Arguments_ArriveInTheirPieces() => Assert.Equal(5, (await RunAsync("toolsStreamed")).GetProperty("deltas").GetInt32());

    [Fact]
    public async Task RunTools_Loop_EndsWithTheFinalAnswer()
    {
        var result = await RunAsync("toolLoop");
        Assert.Equal(Answers.Weather, result.GetProperty("text").GetString());
        JsonAssert.Equal("""[["get_weather",{"city":"Paris"}],["get_time",{"zone":"Europe/Paris"}]]""", result.GetProperty("asked"));
    }

    [Theory]
    [InlineData("structured")]
    [InlineData("structuredStreamed")]
    [InlineData("responsesStructured")]
    public async Task StructuredOutput_JsonSchema_IsParsedByTheSdk(string scenario) => JsonAssert.Equal(Answers.City, await RunAsync(scenario));

    [Theory]
    [InlineData("image")]
    [InlineData("responsesImage")]
    public async Task Image_TenMegabytes_ArrivesWhole(string scenario)
    {
        var result = await RunAsync(scenario);
        Assert.Equal(result.GetProperty("sent").GetString(), result.GetProperty("answered").GetString());
    }

    [Theory]
    [InlineData("twoChoices")]
    [InlineData("twoChoicesStreamed")]
    public async Task TwoChoices_Asked_BothArrive(string scenario) =>
        JsonAssert.Equal("""[[0,"first choice","stop"],[1,"second choice","length"]]""", await RunAsync(scenario));

    [Theory]
    [InlineData("logprobs")]
    [InlineData("logprobsStreamed")]
    public async Task Logprobs_Asked_Arrive(string scenario)
    {
        var token = Assert.Single((await RunAsync(scenario)).EnumerateArray());
        Assert.Equal(-0.25, token.GetProperty("logprob").GetDouble());
        Assert.Equal(["Hi", "Yo"], token.GetProperty("top_logprobs").EnumerateArray().Select(static top => top.GetProperty("token").GetString()));
    }

    [Fact]
    public async Task Responses_Whole_TextAndUsageArrive()
    {
        var result = await RunAsync("responses");
        Assert.Equal(Answers.Greeting, result.GetProperty("text").GetString());
        Assert.Equal("completed", result.GetProperty("status").GetString());
        Assert.Equal(18, result.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Responses_Streamed_EveryEventArrivesInOrder()
    {
        var result = await RunAsync("responsesStreamed");
        Assert.Equal(ResponseScripts.Text("m", "a", "b", "c").Select(static item => item.Type), result.GetProperty("types").EnumerateArray().Select(static type => type.GetString()));
        Assert.Equal(Answers.Greeting, result.GetProperty("text").GetString());
        Assert.Equal(Answers.Greeting, result.GetProperty("final").GetString());
    }

    [Fact]
    public async Task Responses_Tools_CallAndAnswerArrive()
    {
        var result = await RunAsync("responsesTools");
        Assert.Equal("get_weather", result.GetProperty("name").GetString());
        Assert.Equal("""{"city":"Paris"}""", result.GetProperty("arguments").GetString());
        Assert.Equal(Answers.Weather, result.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Responses_OwnPreviousId_IsFollowedAndRetrieved()
    {
        var result = await RunAsync("responsesFollowed");
        Assert.Equal("After nothing", result.GetProperty("first").GetString());
        Assert.Equal("After " + ResponseScripts.IdOf("script-follow"), result.GetProperty("second").GetString());
        Assert.Equal("Kept for you", result.GetProperty("kept").GetString());
    }

    [Fact]
    public async Task Embeddings_DefaultEncoding_AreDecodedByTheSdk()
    {
        var vectors = (await RunAsync("embeddings")).GetProperty("vectors").EnumerateArray().Select(Floats).ToArray();
        Assert.Equal([EmbeddingScripts.Vector, EmbeddingScripts.Vector], vectors);
    }

    [Fact]
    public async Task Embeddings_Float_Arrive() => Assert.Equal(EmbeddingScripts.Vector, Floats(await RunAsync("embeddingsFloat")));

    [Fact]
    public async Task Embeddings_Base64_StayBase64()
    {
        var bytes = (await RunAsync("embeddingsBase64")).GetBytesFromBase64();
        Assert.Equal(EmbeddingScripts.Vector.Length * sizeof(float), bytes.Length);
        Assert.Equal(EmbeddingScripts.Vector[0], BitConverter.ToSingle(bytes));
    }

    [Fact]
    public async Task Models_Listed_AreThoseTheKeyMayUse()
    {
        var result = await RunAsync("models");
        var ids = result.GetProperty("ids").EnumerateArray().Select(static id => id.GetString()).ToArray();
        Assert.Contains("script-chat", ids);
        Assert.DoesNotContain("other-model", ids);
        JsonAssert.Equal("""["model"]""", result.GetProperty("objects"));
        Assert.Equal("script-chat", result.GetProperty("one").GetString());
    }

    [Fact]
    public async Task Azure_DeploymentPath_AnswersWholeAndStreamed()
    {
        var result = await RunAsync("azure");
        Assert.Equal(Answers.Greeting, result.GetProperty("text").GetString());
        Assert.Equal(Answers.Greeting, result.GetProperty("streamed").GetString());
    }

    [Fact]
    public async Task Azure_DeploymentPath_Embeds() => Assert.Equal(EmbeddingScripts.Vector, Floats((await RunAsync("azure")).GetProperty("embedding")));

    [Fact]
    public async Task Azure_DatedResponsesAndModels_Answer()
    {
        var result = await RunAsync("azureResponses");
        Assert.Equal(Answers.Greeting, result.GetProperty("text").GetString());
        Assert.Equal("response.completed", result.GetProperty("last").GetString());
        Assert.Equal("Kept for you", result.GetProperty("kept").GetString());
        Assert.Contains("script-chat", result.GetProperty("models").EnumerateArray().Select(static id => id.GetString()));
    }

    [Fact]
    public async Task Azure_V1Path_Answers() => Assert.Equal(Answers.Greeting, (await RunAsync("azureV1")).GetString());

    [Fact]
    public async Task Stream_Left_CancelsTheProvider()
    {
        Assert.Equal("Once upon a time", (await RunAsync("streamLeft")).GetString());
        await Assert.Single(gateway.Provider.CallsOf("script-endless-js")).Request.ClientGone.WaitAsync(TimeSpan.FromSeconds(1));
    }

    private static float[] Floats(JsonElement vector) => [.. vector.EnumerateArray().Select(static value => value.GetSingle())];

    private Task<JsonElement> RunAsync(string scenario) => gateway.Node.ResultAsync("openai", scenario);
}
