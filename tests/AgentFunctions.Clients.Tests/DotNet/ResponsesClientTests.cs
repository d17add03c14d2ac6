using System.Text.Json;
using AgentFunctions.Clients.Tests.Hosting;
using AgentFunctions.Clients.Tests.Upstream;
using OpenAI.Responses;

namespace AgentFunctions.Clients.Tests.DotNet;

/// <summary>The OpenAI .NET SDK's responses client does through the gateway what it does without it.</summary>
[Collection(GatewayCollection.Name)]
public sealed class ResponsesClientTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Create_Whole_TextAndUsageArrive()
    {
        var answer = (await Client.CreateResponseAsync("script-respond", "Hi")).Value;
        Assert.Equal(Answers.Greeting, answer.GetOutputText());
        Assert.Equal(ResponseStatus.Completed, answer.Status);
        Assert.Equal((11, 7, 18), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task Create_Streamed_EveryEventArrivesInOrder()
    {
        var updates = await (await Client.CreateResponseStreamingAsync("script-respond", "Hi")).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 11), updates.Select(static update => update.SequenceNumber));
        Assert.Equal(Answers.Greeting, string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(static update => update.Delta)));
        Assert.Equal(Answers.Greeting, Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]).Response.GetOutputText());
    }

    [Fact]
    public async Task Create_Tools_CallArrivesAndTheLoopEnds()
    {
        var tool = ResponseTool.CreateFunctionTool("get_weather", BinaryData.FromString("""{"type":"object","properties":{}}"""), false, null);
        var first = new CreateResponseOptions("script-tools", [ResponseItem.CreateUserMessageItem("Weather?")]) { Tools = { tool } };
        var call = Assert.IsType<FunctionCallResponseItem>(Assert.Single((await Client.CreateResponseAsync(first)).Value.OutputItems));
        Assert.Equal(("call_weather", "get_weather", """{"city":"Paris"}"""), (call.CallId, call.FunctionName, call.FunctionArguments.ToString()));

        var second = new CreateResponseOptions("script-tools", [.. first.InputItems, call, ResponseItem.CreateFunctionCallOutputItem(call.CallId, "21")]) { Tools = { tool } };
        Assert.Equal(Answers.Weather, (await Client.CreateResponseAsync(second)).Value.GetOutputText());
    }

    [Fact]
    public async Task Create_ToolsStreamed_ArgumentsArriveInPieces()
    {
        var options = new CreateResponseOptions("script-tools", [ResponseItem.CreateUserMessageItem("Weather?")]) { StreamingEnabled = true };
        var updates = await (await Client.CreateResponseStreamingAsync(options)).ToListAsync();
        Assert.Equal(["{\"city\":", "\"Paris\"}"], updates.OfType<StreamingResponseFunctionCallArgumentsDeltaUpdate>().Select(static update => update.Delta.ToString()));
    }

    [Fact]
    public async Task Create_JsonSchema_AnswerParses()
    {
        var schema = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"},"inhabitants":{"type":"number"}},"required":["city","inhabitants"],"additionalProperties":false}""");
        var options = new CreateResponseOptions("script-structured", [ResponseItem.CreateUserMessageItem("Paris?")])
        {
            TextOptions = new ResponseTextOptions { TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("city", schema, null, true) },
        };
        using var answer = JsonDocument.Parse((await Client.CreateResponseAsync(options)).Value.GetOutputText());
        JsonAssert.Equal(Answers.City, answer.RootElement);
    }

    [Fact]
    public async Task Create_OwnPreviousId_IsFollowedAndRetrieved()
    {
        var first = (await Client.CreateResponseAsync("script-follow", "Hi")).Value;
        Assert.Equal(ResponseScripts.IdOf("script-follow"), first.Id);
        Assert.Equal("After " + first.Id, (await Client.CreateResponseAsync("script-follow", "And?", first.Id)).Value.GetOutputText());
        Assert.Equal("Kept for you", (await Client.GetResponseAsync(first.Id)).Value.GetOutputText());
    }

    private ResponsesClient Client => gateway.Client().GetResponsesClient();
}
