using AgentFunctions.Clients.Tests.Hosting;
using OpenAI.Chat;
using OpenAI.Responses;

namespace AgentFunctions.Clients.Tests.DotNet;

/// <summary>The OpenAI .NET SDK against the local host as it comes: demo manifests, simulated provider.</summary>
[Collection(GatewayCollection.Name)]
public sealed class SimulatedTests(GatewayFixture gateway)
{
    private const string Model = "sim-small";

    private static readonly BinaryData Schema = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");

    [Fact]
    public async Task Chat_WholeAndStreamed_AnswerTheQuestion()
    {
        var client = gateway.Demo.Client().GetChatClient(Model);
        var whole = (await client.CompleteChatAsync("Say hello")).Value;
        var streamed = await client.CompleteChatStreamingAsync("Say hello").ToListAsync();
        Assert.Contains("Say hello", whole.Content[0].Text, StringComparison.Ordinal);
        Assert.Contains("Say hello", string.Concat(streamed.SelectMany(static update => update.ContentUpdate).Select(static part => part.Text)), StringComparison.Ordinal);
        Assert.True(whole.Usage.OutputTokenCount > 0);
        Assert.True(streamed.Single(static update => update.Usage is not null).Usage.OutputTokenCount > 0);
    }

    [Fact]
    public async Task Chat_ToolsAndSchema_AreHonoured()
    {
        var client = gateway.Demo.Client().GetChatClient(Model);
        var tools = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("get_weather", "Weather", Schema) } };
        var asked = (await client.CompleteChatAsync([new UserChatMessage("Use get_weather")], tools)).Value;
        Assert.Equal("get_weather", Assert.Single(asked.ToolCalls).FunctionName);

        var structured = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("city", Schema, jsonSchemaIsStrict: true) };
        var answer = (await client.CompleteChatAsync([new UserChatMessage("Paris?")], structured)).Value;
        using var parsed = System.Text.Json.JsonDocument.Parse(answer.Content[0].Text);
        Assert.NotNull(parsed.RootElement.GetProperty("city").GetString());
    }

    [Fact]
    public async Task Embeddings_Generated_DependOnTheText()
    {
        var embeddings = (await gateway.Demo.Client().GetEmbeddingClient(Model).GenerateEmbeddingsAsync(["one", "two", "one"])).Value;
        Assert.Equal(embeddings[0].ToFloats().ToArray(), embeddings[2].ToFloats().ToArray());
        Assert.NotEqual(embeddings[0].ToFloats().ToArray(), embeddings[1].ToFloats().ToArray());
    }

    [Fact]
    public async Task Responses_WholeAndStreamed_AnswerTheQuestion()
    {
        var client = gateway.Demo.Client().GetResponsesClient();
        var whole = (await client.CreateResponseAsync(Model, "Say hello")).Value;
        var streamed = await (await client.CreateResponseStreamingAsync(Model, "Say hello")).ToListAsync();
        var deltas = string.Concat(streamed.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(static update => update.Delta));
        Assert.Contains("Say hello", whole.GetOutputText(), StringComparison.Ordinal);
        Assert.Contains("Say hello", deltas, StringComparison.Ordinal);
        Assert.Equal(deltas, Assert.IsType<StreamingResponseCompletedUpdate>(streamed[^1]).Response.GetOutputText());
    }
}
