using System.ClientModel;
using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Upstream;
using OpenAI.Chat;

namespace AgentFunctions.Clients.Tests.DotNet;

/// <summary>The OpenAI .NET SDK's chat client does through the gateway what it does without it.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ChatClientTests(GatewayFixture gateway)
{
    private static readonly ChatMessage[] Hi = [new UserChatMessage("Hi")];

    private static readonly BinaryData CitySchema = BinaryData.FromString(
        """{"type":"object","properties":{"city":{"type":"string"},"inhabitants":{"type":"number"}},"required":["city","inhabitants"],"additionalProperties":false}""");

    [Fact]
    public async Task Complete_Whole_TextAndUsageArrive()
    {
        var completion = (await Client("script-chat").CompleteChatAsync(Hi)).Value;
        Assert.Equal(Answers.Greeting, completion.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.Equal((11, 7, 4, 2), (completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount, completion.Usage.InputTokenDetails.CachedTokenCount, completion.Usage.OutputTokenDetails.ReasoningTokenCount));
        Assert.Equal("fp_script", completion.SystemFingerprint);
    }

    [Fact]
    public async Task Complete_Streamed_EachDeltaAndTheUsageArrive()
    {
        var updates = await Client("script-chat").CompleteChatStreamingAsync(Hi).ToListAsync();
        Assert.Equal(["Grüße", " from", " upstream 🚀"], updates.SelectMany(static update => update.ContentUpdate).Select(static part => part.Text).Where(static text => text.Length > 0));
        Assert.Equal(ChatFinishReason.Stop, updates.Single(static update => update.FinishReason is not null).FinishReason);
        Assert.Equal(18, updates[^1].Usage.TotalTokenCount);
    }

    [Fact]
    public async Task Complete_Tools_ParallelCallsArriveAndTheLoopEnds()
    {
        var client = Client("script-tools");
        var options = new ChatCompletionOptions { Tools = { Tool("get_weather"), Tool("get_time") } };
        var asked = (await client.CompleteChatAsync(Hi, options)).Value;
        Assert.Equal(ChatFinishReason.ToolCalls, asked.FinishReason);
        Assert.Equal(Answers.ToolCalls, asked.ToolCalls.Select(static call => (call.Id, call.FunctionName, call.FunctionArguments.ToString())));

        ChatMessage[] next = [.. Hi, new AssistantChatMessage(asked), .. asked.ToolCalls.Select(static call => new ToolChatMessage(call.Id, "21"))];
        Assert.Equal(Answers.Weather, (await client.CompleteChatAsync(next, options)).Value.Content[0].Text);
    }

    [Fact]
    public async Task Complete_ToolsStreamed_ArgumentsArriveInPieces()
    {
        var updates = await Client("script-tools").CompleteChatStreamingAsync(Hi, new ChatCompletionOptions { Tools = { Tool("get_weather") } }).ToListAsync();
        var pieces = updates.SelectMany(static update => update.ToolCallUpdates).ToList();
        Assert.Equal(5, pieces.Count);
        Assert.Equal(Answers.ToolCalls, pieces.GroupBy(static piece => piece.Index).Select(static call => (
            call.First().ToolCallId, call.First().FunctionName, string.Concat(call.Select(static piece => piece.FunctionArgumentsUpdate.ToString())))));
        Assert.Contains(updates, static update => update.FinishReason == ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task Complete_JsonSchema_ReachesTheProviderAndTheAnswerParses()
    {
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("city", CitySchema, jsonSchemaIsStrict: true) };
        var completion = (await Client("script-structured").CompleteChatAsync(Hi, options)).Value;
        using var answer = JsonDocument.Parse(completion.Content[0].Text);
        JsonAssert.Equal(Answers.City, answer.RootElement);
        Assert.Contains(gateway.Provider.CallsOf("script-structured"), static call => call.Body["response_format"]?["json_schema"]?["strict"]?.GetValue<bool>() == true);
    }

    [Fact]
    public async Task Complete_ImageOfTenMegabytes_ArrivesWhole()
    {
        var bytes = new byte[10 * 1024 * 1024];
        new Random(20).NextBytes(bytes);
        var url = "data:image/png;base64," + Convert.ToBase64String(bytes);
        var question = new UserChatMessage(ChatMessageContentPart.CreateTextPart("What is this?"), ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(bytes), "image/png"));
        var completion = (await Client("script-image").CompleteChatAsync([question])).Value;
        Assert.Equal(ChatScripts.Digest(url), completion.Content[0].Text);
    }

    [Fact]
    public async Task Complete_TwoChoices_BothArrive()
    {
        using var body = BinaryContent.Create(BinaryData.FromString("""{"model":"script-choices","messages":[{"role":"user","content":"Hi"}],"n":2}"""));
        using var answer = JsonDocument.Parse((await Client("script-choices").CompleteChatAsync(body)).GetRawResponse().Content);
        Assert.Equal(["first choice", "second choice"], answer.RootElement.GetProperty("choices").EnumerateArray().Select(static choice => choice.GetProperty("message").GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Complete_Logprobs_ArriveWholeAndStreamed()
    {
        var options = new ChatCompletionOptions { IncludeLogProbabilities = true, TopLogProbabilityCount = 2 };
        var whole = (await Client("script-logprobs").CompleteChatAsync(Hi, options)).Value;
        var streamed = await Client("script-logprobs").CompleteChatStreamingAsync(Hi, options).ToListAsync();
        foreach (var token in new[] { Assert.Single(whole.ContentTokenLogProbabilities), Assert.Single(streamed.SelectMany(static update => update.ContentTokenLogProbabilities)) })
        {
            Assert.Equal(-0.25f, token.LogProbability);
            Assert.Equal(["Hi", "Yo"], token.TopLogProbabilities.Select(static top => top.Token));
        }
    }

    [Fact]
    public async Task Complete_AzureV1Path_Answers()
    {
        var client = gateway.Client(path: "openai/v1").GetChatClient("script-chat");
        Assert.Equal(Answers.Greeting, (await client.CompleteChatAsync(Hi)).Value.Content[0].Text);
    }

    [Fact]
    public async Task Complete_StreamCancelled_CancelsTheProviderWithinASecond()
    {
        using var leave = new CancellationTokenSource();
        await using var updates = Client("script-endless-net").CompleteChatStreamingAsync(Hi, cancellationToken: leave.Token).GetAsyncEnumerator();
        Assert.True(await updates.MoveNextAsync());

        // While the next one is awaited: between two reads the SDK leaves the connection to HttpClient, which keeps it for up to 2 s.
        var next = updates.MoveNextAsync();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);

        var call = Assert.Single(gateway.Provider.CallsOf("script-endless-net"));
        await call.Request.ClientGone.WaitAsync(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Complete_AnyCall_SendsTheProvidersCredentialAndNotTheCallersKey()
    {
        await Client("script-credential").CompleteChatAsync(Hi);
        var headers = Assert.Single(gateway.Provider.CallsOf("script-credential")).Request.Headers;
        Assert.Contains(headers, static header => header is { Key: "Authorization", Value: "Bearer " + ScriptedProvider.Credential });
        Assert.DoesNotContain(headers, header => header.Value.Contains(gateway.Key, StringComparison.Ordinal));
    }

    private static ChatTool Tool(string name) => ChatTool.CreateFunctionTool(name, name, BinaryData.FromString("""{"type":"object","properties":{}}"""));

    private ChatClient Client(string model) => gateway.Client().GetChatClient(model);
}
