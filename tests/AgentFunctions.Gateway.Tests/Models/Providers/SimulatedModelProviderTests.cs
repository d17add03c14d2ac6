using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Tests.Models.Providers;

public sealed class SimulatedModelProviderTests
{
    private const string Tool = """{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string","minLength":9},"days":{"type":"integer","minimum":3},"unit":{"enum":["c","f"]},"tags":{"type":"array","items":{"type":"boolean"},"minItems":2}},"required":["city","days","unit","tags"],"additionalProperties":false}}}""";

    [Fact]
    public async Task Chat_SameRequestTwice_SameBytes()
    {
        await using var harness = Harness();

        Assert.Equal(await WholeAsync(harness, Chat("sim-small")), await WholeAsync(harness, Chat("sim-small")));
        Assert.NotEqual(await WholeAsync(harness, Chat("sim-small")), await WholeAsync(harness, Chat("sim-small", "other words")));
    }

    [Fact]
    public async Task Chat_ReasoningAndCached_AreInUsage()
    {
        await using var harness = Harness();
        var usage = Json(await WholeAsync(harness, Chat("sim-reasoning-cached", new string('x', 100)))).GetProperty("usage");

        Assert.InRange(usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32(), 32, 95);
        Assert.True(usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32() > 0);
    }

    [Fact]
    public async Task Chat_TwoChoicesWithLogprobs_HaveBoth()
    {
        await using var harness = Harness();
        var choices = Json(await WholeAsync(harness, """{"model":"sim-small","n":2,"logprobs":true,"top_logprobs":2,"messages":[{"role":"user","content":"x"}]}""")).GetProperty("choices");

        Assert.Equal(2, choices.GetArrayLength());
        Assert.Equal(2, choices[1].GetProperty("logprobs").GetProperty("content")[0].GetProperty("top_logprobs").GetArrayLength());
    }

    [Theory]
    [InlineData("""please call get_weather""", "\"auto\"", true)]
    [InlineData("""hello""", "\"required\"", true)]
    [InlineData("""hello""", """{"type":"function","function":{"name":"get_weather"}}""", true)]
    [InlineData("""hello""", "\"auto\"", false)]
    [InlineData("""please call get_weather""", "\"none\"", false)]
    public async Task Chat_Tools_AreCalledWhenAskedForWithConformingArguments(string question, string choice, bool calls)
    {
        await using var harness = Harness();
        var message = Json(await WholeAsync(harness, $$"""{"model":"sim-small","tools":[{{Tool}}],"tool_choice":{{choice}},"messages":[{"role":"user","content":"{{question}}"}]}""")).GetProperty("choices")[0].GetProperty("message");

        Assert.Equal(calls, message.TryGetProperty("tool_calls", out var list));
        if (!calls) return;
        var arguments = Json(list[0].GetProperty("function").GetProperty("arguments").GetString()!);
        Assert.True(arguments.GetProperty("city").GetString()!.Length >= 9);
        Assert.True(arguments.GetProperty("days").GetInt32() >= 3);
        Assert.Equal("c", arguments.GetProperty("unit").GetString());
        Assert.Equal(2, arguments.GetProperty("tags").GetArrayLength());
    }

    [Fact]
    public async Task Chat_AfterAToolMessage_Answers()
    {
        await using var harness = Harness();
        var text = await WholeAsync(harness, $$"""{"model":"sim-small","tools":[{{Tool}}],"messages":[{"role":"user","content":"use get_weather"},{"role":"assistant","tool_calls":[]},{"role":"tool","tool_call_id":"c","content":"21 degrees"}]}""");

        Assert.Contains("21 degrees", Json(text).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_JsonSchema_ConformsWholeAndStreamed()
    {
        await using var harness = Harness();
        const string Format = """ "response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object","properties":{"ok":{"type":"boolean"},"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"required":["ok","next"]}}} """;
        var whole = Json(await WholeAsync(harness, $$"""{"model":"sim-small",{{Format}},"messages":[{"role":"user","content":"x"}]}""")).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        var (streamed, error) = await StreamAsync(harness, $$"""{"model":"sim-small","stream":true,{{Format}},"messages":[{"role":"user","content":"x"}]}""");

        Assert.Null(error);
        Assert.True(Json(whole).GetProperty("ok").GetBoolean());
        Assert.Equal(whole, string.Concat(Chunks(streamed).Select(static chunk => chunk.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "")));
    }

    [Fact]
    public async Task Chat_OutputLimit_CutsWithLength()
    {
        await using var harness = Harness();
        var choice = Json(await WholeAsync(harness, """{"model":"sim-chunks-50","max_tokens":3,"messages":[{"role":"user","content":"x"}]}""")).GetProperty("choices")[0];

        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Stream_ScriptedChunks_AreExactlyThatMany()
    {
        await using var harness = Harness();
        var (text, error) = await StreamAsync(harness, """{"model":"sim-chunks-50","stream":true,"messages":[{"role":"user","content":"x"}]}""");

        Assert.Null(error);
        Assert.Equal(50, Chunks(text).Count(static chunk => chunk.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out var content) && content.GetString()!.Length > 0));
    }

    [Theory]
    [InlineData("sim-truncate")]
    [InlineData("sim-nodone")]
    [InlineData("sim-nofinish")]
    [InlineData("sim-malformed")]
    [InlineData("sim-reset")]
    public async Task Stream_ScriptedFault_EndsWithAnError(string model)
    {
        await using var harness = Harness();
        var (text, error) = await StreamAsync(harness, $$"""{"model":"{{model}}","stream":true,"messages":[{"role":"user","content":"x"}]}""");
        var (_, responses) = await StreamAsync(harness, $$"""{"model":"{{model}}","stream":true,"input":"x"}""", ModelOperation.Responses);

        Assert.Equal("upstream_error", error);
        Assert.Equal("upstream_error", responses);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sim-error-500", 502)]
    [InlineData("sim-error-429", 429)]
    [InlineData("sim-malformed", 502)]
    [InlineData("sim-truncate", 502)]
    [InlineData("sim-reset", 502)]
    public async Task Whole_ScriptedFault_IsAnHonestError(string model, int status)
    {
        await using var harness = Harness();

        Assert.Equal(status, GatewayHarness.Error(await harness.AskAsync(Chat(model))).Status);
    }

    [Fact]
    public async Task Whole_Flaky_SucceedsAtTheSecondAttempt()
    {
        await using var harness = Harness(attempts: 2);

        Assert.Contains("chat.completion", await GatewayHarness.TextAsync(await harness.AskTurningAsync(TimeSpan.FromMilliseconds(50), Chat("sim-flaky"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_Slow_WaitsAsLongAsItsNameSays()
    {
        await using var harness = Harness();
        var started = harness.Time.GetUtcNow();

        await (await harness.AskTurningAsync(TimeSpan.FromMilliseconds(100), Chat("sim-slow-2s"))).DisposeAsync();

        Assert.True(harness.Time.GetUtcNow() - started >= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Embeddings_FloatAndBase64_AreTheSameUnitVector()
    {
        await using var harness = Harness();
        var floats = Json(await WholeAsync(harness, """{"model":"sim-embed","input":["a","b"],"dimensions":16}""", ModelOperation.Embeddings)).GetProperty("data");
        var base64 = Json(await WholeAsync(harness, """{"model":"sim-embed","input":"b","dimensions":16,"encoding_format":"base64"}""", ModelOperation.Embeddings)).GetProperty("data");
        var vector = floats[1].GetProperty("embedding").EnumerateArray().Select(static value => value.GetSingle()).ToArray();

        Assert.Equal(16, vector.Length);
        Assert.Equal(1, vector.Sum(static value => value * value), 4);
        Assert.Equal(vector.SelectMany(BitConverter.GetBytes).ToArray(), Convert.FromBase64String(base64[0].GetProperty("embedding").GetString()!));
    }

    [Fact]
    public async Task Responses_FunctionCallStreamed_EndsWithTheWholeResponse()
    {
        await using var harness = Harness();
        var (text, error) = await StreamAsync(
            harness, """{"model":"sim-reasoning","stream":true,"input":"x","tool_choice":"required","tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{"a":{"type":"integer"}}}}]}""", ModelOperation.Responses);

        Assert.Null(error);
        var last = Chunks(text).Last();
        Assert.Equal("response.completed", last.GetProperty("type").GetString());
        var item = last.GetProperty("response").GetProperty("output")[1];
        Assert.Equal(("function_call", """{"a":1}"""), (item.GetProperty("type").GetString(), item.GetProperty("arguments").GetString()));
        Assert.Equal(Enumerable.Range(0, Chunks(text).Count()), Chunks(text).Select(static step => step.GetProperty("sequence_number").GetInt32()));
    }

    private static GatewayHarness Harness(int attempts = 1)
    {
        var harness = new GatewayHarness();
        harness.View.With("sim-*", new ModelSpec { Targets = [new TargetSpec { Provider = "sim" }], Retry = new RetrySpec { Attempts = attempts } });
        return harness;
    }

    private static string Chat(string model, string question = "x") => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{question}}"}]}""";

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static IEnumerable<JsonElement> Chunks(string text) => text.Split('\n').Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(static line => Json(line[6..]));

    private static async Task<string> WholeAsync(GatewayHarness harness, string body, ModelOperation operation = ModelOperation.Chat) => await GatewayHarness.TextAsync(await harness.AskAsync(body, operation));

    private static async Task<(string Text, string? Error)> StreamAsync(GatewayHarness harness, string body, ModelOperation operation = ModelOperation.Chat)
    {
        await using var answer = await harness.AskAsync(body, operation);
        var events = Assert.IsType<StreamedModelAnswer>(answer).Events;
        var text = new StringBuilder();
        while (await events.WaitToReadAsync(default))
            while (events.TryRead(out var step)) text.Append(Encoding.UTF8.GetString(step.Raw.Span));
        return (text.ToString(), events.Error?.Code);
    }
}
