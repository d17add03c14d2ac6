using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Gateway.Tests.Models.Responses;

public sealed class IssuedIdsStageTests
{
    private const string First = """{"model":"m","input":"x"}""";

    [Fact]
    public async Task Previous_IssuedToThisAgent_PinsTheTargetAndAddsItsTokens()
    {
        await using var harness = Harness();
        harness.Provider.On("one", 200, Response("resp_1", "msg_1"));
        await using var first = await harness.AskAsync(First, ModelOperation.Responses);
        harness.View.With("m", Model("two", "one"));

        var call = await harness.CallAsync("""{"model":"m","input":"y","previous_response_id":"resp_1"}""", ModelOperation.Responses);
        await using var second = await harness.Gateway.InvokeAsync(call, default);

        Assert.IsType<WholeModelAnswer>(second);
        Assert.Equal(["one", "one"], harness.Provider.Attempts);
        Assert.Equal(16, call.InheritedTokens);
    }

    [Fact]
    public async Task Ids_TooLongToKeep_TheAnswerGoesOutAndBuildingOnItIsRefused()
    {
        await using var harness = Harness();
        harness.Provider.On("one", 200, Response("resp_1", new string('m', 1_100_000)));

        await using var first = await harness.AskAsync(First, ModelOperation.Responses);
        var error = GatewayHarness.Error(await harness.AskAsync("""{"model":"m","input":"y","previous_response_id":"resp_1"}""", ModelOperation.Responses));

        Assert.IsType<WholeModelAnswer>(first);
        Assert.Equal(404, error.Status);
    }

    [Theory]
    [InlineData("""{"model":"m","input":"y","previous_response_id":"resp_1"}""", "previous_response_id")]
    [InlineData("""{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}""", "input[0].id")]
    public async Task Ids_IssuedToAnotherAgent_DoNotExist(string body, string param)
    {
        await using var harness = Harness();
        harness.Provider.On("one", 200, Response("resp_1", "msg_1"));
        await using var first = await harness.AskAsync(First, ModelOperation.Responses, "b");

        var error = GatewayHarness.Error(await harness.AskAsync(body, ModelOperation.Responses, "a"));

        Assert.Equal((404, "not_found", param), (error.Status, error.Code, error.Param));
        Assert.Single(harness.Provider.Attempts);
    }

    [Fact]
    public async Task ItemReference_IssuedToThisAgent_Passes()
    {
        await using var harness = Harness();
        harness.Provider.On("one", 200, Response("resp_1", "msg_1"));
        await using var first = await harness.AskAsync(First, ModelOperation.Responses);

        await using var second = await harness.AskAsync("""{"model":"m","input":[{"type":"item_reference","id":"msg_1"},{"role":"user","content":"y"}]}""", ModelOperation.Responses);

        Assert.IsType<WholeModelAnswer>(second);
    }

    [Fact]
    public async Task Store_False_IssuesNothing()
    {
        await using var harness = Harness();
        harness.Provider.On("one", 200, Response("resp_1", "msg_1"));
        await using var first = await harness.AskAsync("""{"model":"m","input":"x","store":false}""", ModelOperation.Responses);

        Assert.Equal(404, GatewayHarness.Error(await harness.AskAsync("""{"model":"m","input":"y","previous_response_id":"resp_1"}""", ModelOperation.Responses)).Status);
    }

    [Fact]
    public async Task Stream_TerminalEvent_IsIssuedBeforeItIsSeen()
    {
        await using var harness = Harness();
        harness.Provider.On("one", _ => Task.FromResult(new AgentFunctions.Gateway.Models.Providers.ProviderAnswer
        {
            Status = 200,
            Headers = new AnswerHeaders("text/event-stream"),
            Body = new MemoryStream(Encoding.UTF8.GetBytes(ChatEvents.Response("response.created", "\"response\":{\"id\":\"resp_s\"}") + ChatEvents.ResponseCompleted("resp_s"))),
        }));
        await using var answer = await harness.AskAsync("""{"model":"m","input":"x","stream":true}""", ModelOperation.Responses);
        var events = Assert.IsType<StreamedModelAnswer>(answer).Events;

        var seen = new StringBuilder();
        while (await events.WaitToReadAsync(default))
        {
            while (events.TryRead(out var step))
            {
                seen.Append(Encoding.UTF8.GetString(step.Raw.Span));
                if (step.Kind == ModelEventKind.Terminal)
                    Assert.IsType<WholeModelAnswer>(await harness.AskAsync("""{"model":"m","input":"y","previous_response_id":"resp_s"}""", ModelOperation.Responses));
            }
        }

        Assert.Null(events.Error);
        Assert.EndsWith(ChatEvents.ResponseCompleted("resp_s"), seen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RetrieveAndDelete_OwnSimulatedResponse_ThenItIsGone()
    {
        await using var harness = new GatewayHarness().Model(new ModelSpec { Targets = [new TargetSpec { Provider = "sim", Deployment = "sim-small" }] });
        await using var created = await harness.AskAsync(First, ModelOperation.Responses);
        var id = JsonDocument.Parse(Assert.IsType<WholeModelAnswer>(created).Body).RootElement.GetProperty("id").GetString()!;

        await using var got = await harness.Gateway.InvokeAsync(await harness.CallAsync("", ModelOperation.RetrieveResponse, responseId: id), default);
        Assert.Equal(Encoding.UTF8.GetString(((WholeModelAnswer)created).Body.Span), Encoding.UTF8.GetString(Assert.IsType<WholeModelAnswer>(got).Body.Span));
        Assert.Equal(404, GatewayHarness.Error(await harness.Gateway.InvokeAsync(await harness.CallAsync("", ModelOperation.RetrieveResponse, "b", id), default)).Status);
        Assert.Equal(404, GatewayHarness.Error(await harness.Gateway.InvokeAsync(await harness.CallAsync("", ModelOperation.DeleteResponse, "b", id), default)).Status);

        await using var deleted = await harness.Gateway.InvokeAsync(await harness.CallAsync("", ModelOperation.DeleteResponse, responseId: id), default);
        Assert.True(JsonDocument.Parse(Assert.IsType<WholeModelAnswer>(deleted).Body).RootElement.GetProperty("deleted").GetBoolean());
        Assert.Equal(404, GatewayHarness.Error(await harness.Gateway.InvokeAsync(await harness.CallAsync("", ModelOperation.RetrieveResponse, responseId: id), default)).Status);
    }

    [Theory]
    [InlineData("web_search", true, null)]
    [InlineData("web_search", false, "unpriced_model")]
    [InlineData("code_interpreter", true, "unsupported_parameter")]
    public async Task HostedTool_NamedByTheAgent_NeedsAPriceToo(string type, bool priced, string? code)
    {
        await using var harness = Harness();
        harness.View.With("a", new AgentSpec { Models = ["*"], HostedTools = ["web_search"] });
        if (priced) harness.View.With("one", new PriceSpec { Input = new TokenPrice(1), Output = new TokenPrice(1) });

        await using var answer = await harness.AskAsync($$"""{"model":"m","input":"x","tools":[{"type":"{{type}}"}]}""", ModelOperation.Responses);

        Assert.Equal(code, (answer as RefusedModelAnswer)?.Error.Code);
    }

    [Theory]
    [InlineData("""{"type":"code_interpreter","container":"cntr_of_another"}""", "not_found")]
    [InlineData("""{"type":"code_interpreter","container":{"type":"auto","file_ids":["file_of_another"]}}""", "not_found")]
    [InlineData("""{"type":"code_interpreter","container":{"type":"auto"}}""", null)]
    [InlineData("""{"type":"mcp","server_label":"x","server_url":"https://evil.example/mcp"}""", "unsupported_parameter")]
    [InlineData("""{"type":"mcp","server_label":"x","server_url":"https://good.example/mcp"}""", null)]
    [InlineData("""{"type":"image_generation","input_image_mask":{"image_url":"https://evil.example/a.png"}}""", "unsupported_parameter")]
    [InlineData("""{"type":"image_generation","input_image_mask":{"image_url":"data:image/png;base64,AA=="}}""", null)]
    public async Task HostedTool_NamedByTheAgent_NamesNothingOfOthersAndNoOtherHost(string tool, string? code)
    {
        await using var harness = Harness();
        harness.View.With("a", new AgentSpec { Models = ["*"], HostedTools = ["code_interpreter", "mcp", "image_generation"], ContentHosts = ["good.example"] })
            .With("one", new PriceSpec { Input = new TokenPrice(1), Output = new TokenPrice(1) });
        harness.Provider.On("one", 200, Response("resp_1", "msg_1"));

        await using var answer = await harness.AskAsync($$"""{"model":"m","input":"x","tools":[{{tool}}]}""", ModelOperation.Responses);

        Assert.Equal(code, (answer as RefusedModelAnswer)?.Error.Code);
    }

    [Fact]
    public async Task Previous_ModelWithoutThatProvider_IsRefused()
    {
        await using var harness = Harness();
        harness.Provider.On("one", 200, Response("resp_1", "msg_1"));
        await using var first = await harness.AskAsync(First, ModelOperation.Responses);
        harness.View.With("other", new ModelSpec { Targets = [new TargetSpec { Provider = "q", Deployment = "one" }] });

        var error = GatewayHarness.Error(await harness.AskAsync("""{"model":"other","input":"y","previous_response_id":"resp_1"}""", ModelOperation.Responses));

        Assert.Equal((400, "previous_response_id"), (error.Status, error.Param));
    }

    private static GatewayHarness Harness() => new GatewayHarness().Model(Model("one"));

    private static ModelSpec Model(params string[] deployments) => new() { Targets = [.. deployments.Select(static deployment => new TargetSpec { Provider = "p", Deployment = deployment })] };

    private static string Response(string id, string item) =>
        $$$"""{"id":"{{{id}}}","object":"response","status":"completed","error":null,"output":[{"id":"{{{item}}}","type":"message"}],"usage":{"input_tokens":11,"output_tokens":5}}""";
}
