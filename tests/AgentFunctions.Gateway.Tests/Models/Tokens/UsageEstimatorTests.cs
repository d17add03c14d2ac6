using System.Text;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Providers;
using AgentFunctions.Gateway.Models.Tokens;

namespace AgentFunctions.Gateway.Tests.Models.Tokens;

/// <summary>What an attempt is charged for: the provider's word where it is final, else what was sent and seen; never nothing, never twice.</summary>
public sealed class UsageEstimatorTests
{
    private const string Said = "The orders of region north are late.";
    private const string Thought = "Let me think about it.";
    private const string Chat = """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What changed?"}]}""";
    private const string Stream = """{"model":"m","stream":true,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"What changed?"}]}""";
    private static readonly long Input = Tokens("Be brief.") + Tokens("What changed?") + (2 * 3) + 3;

    [Fact]
    public async Task Whole_WithUsage_IsTheProviders()
    {
        var usage = await WholeAsync("""{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":70,"completion_tokens":30,"prompt_tokens_details":{"cached_tokens":20},"completion_tokens_details":{"reasoning_tokens":10}}}""");
        Assert.Equal(new CountedUsage(new TokenCounts(70, 20, 0, 0, 30, 10, 0), 0, 0, IsCounted: false), usage);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","usage":null""")]
    [InlineData(""","usage":{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""")]
    public async Task WholeAndStream_WithoutUsage_CountTheSame(string usage)
    {
        var whole = await WholeAsync($$$"""{"choices":[{"index":0,"message":{"reasoning_content":"{{{Thought}}}","content":"{{{Said}}}","tool_calls":[{"function":{"name":"get","arguments":"{\"a\":1}"}}]}}]{{{usage}}}}""");
        var streamed = await StreamAsync(
            Delta("reasoning_content", Thought), Delta("content", Said[..11]), Delta("content", Said[11..]),
            Event("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"get","arguments":"{\"a"}}]}}]}"""),
            Event("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\":1}"}}]},"finish_reason":"tool_calls"}]}"""), Event("[DONE]"));
        var text = Tokens(Said) + Tokens("get") + Tokens("{\"a\":1}");
        var expected = new CountedUsage(new TokenCounts(Input, 0, 0, 0, text + Tokens(Thought), Tokens(Thought), 0), 0, text, IsCounted: true);
        Assert.Equal(expected, whole);
        Assert.Equal(expected, streamed);
    }

    [Theory]
    [InlineData("""{"prompt_tokens":9}""", true)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":0,"total_tokens":9}""", true)]
    [InlineData("""{"completion_tokens":4}""", false)]
    [InlineData("""{"prompt_tokens":"NaN","completion_tokens":4}""", false)]
    public async Task WholeAndStream_WithUsageOfOneSide_CountTheOther(string usage, bool isInput)
    {
        var whole = await WholeAsync($$$"""{"choices":[{"index":0,"message":{"content":"{{{Said}}}"}}],"usage":{{{usage}}}}""");
        var streamed = await StreamAsync(Delta("content", Said), Event("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""), Event($$"""{"choices":[],"usage":{{usage}}}"""), Event("[DONE]"));
        var expected = new CountedUsage(new TokenCounts(isInput ? 9 : Input, 0, 0, 0, isInput ? Tokens(Said) : 4, 0, 0), 0, 0, IsCounted: true);
        Assert.Equal(expected, whole);
        Assert.Equal(expected, streamed);
    }

    [Fact]
    public async Task Stream_WithFinalUsageThenBroken_IsTheProviders()
    {
        var usage = await StreamAsync(Delta("content", Said), Event("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""), Event("""{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}"""));
        Assert.Equal(new CountedUsage(new TokenCounts(9, 0, 0, 0, 4, 0, 0), 0, 0, IsCounted: false), usage);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(500, true)]
    public async Task Stream_BrokenWithUsageSoFar_OutputIsTheLarger(int reported, bool isProviders)
    {
        var usage = await StreamAsync(Delta("content", Said[..20]), Event($$$"""{"choices":[{"index":0,"delta":{"content":"{{{Said[20..]}}}"}}],"usage":{"prompt_tokens":9,"completion_tokens":{{{reported}}}}}"""));
        Assert.Equal(new CountedUsage(new TokenCounts(9, 0, 0, 0, isProviders ? reported : Tokens(Said), 0, 0), 0, 0, IsCounted: true), usage);
    }

    [Fact]
    public async Task Stream_CallerGoneAfterTheFirstEvent_IsChargedWhatCame()
    {
        await using var harness = Harness(cancellationToken => Task.FromResult(Sse(new StallingStream(Delta("content", Said)))));
        var call = await harness.CallAsync(Stream);
        var answer = Assert.IsType<StreamedModelAnswer>(await harness.Gateway.InvokeAsync(call, CancellationToken.None));
        Assert.True(await answer.Events.WaitToReadAsync(CancellationToken.None));
        Assert.True(answer.Events.TryRead(out _));
        await answer.DisposeAsync();
        Assert.Equal(AttemptOutcome.CallerGone, call.CurrentAttempt!.Outcome);
        Assert.Equal(new CountedUsage(new TokenCounts(Input, 0, 0, 0, Tokens(Said), 0, 0), 0, 0, IsCounted: true), harness.Usage.Complete(call, call.CurrentAttempt));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Refused_IsFree(int status)
    {
        await using var harness = Harness(_ => Task.FromResult(FakeProvider.Answer(status, """{"error":{"message":"no","code":"x"}}""", null)));
        Assert.Equal(default, await AskAsync(harness, Chat));
    }

    [Fact]
    public async Task NeverConnected_IsFree()
    {
        await using var harness = Harness(_ => Task.FromResult(new ProviderAnswer { Failure = ProviderFailure.ConnectTimeout }));
        Assert.Equal(default, await AskAsync(harness, Chat));
        await using var unreachable = Harness(_ => Task.FromResult(new ProviderAnswer { Failure = ProviderFailure.Unreachable }));
        Assert.Equal(default, await AskAsync(unreachable, Chat));
    }

    [Theory]
    [InlineData("""{"error":{"message":"overloaded"}}""")]
    public async Task ErrorInsideASuccess_IsFree(string body) => Assert.Equal(default, await WholeAsync(body));

    [Fact]
    public async Task ErrorInsideAStream_IsFreeOnlyWhereNothingCame()
    {
        Assert.Equal(default, await StreamAsync(Event("""{"error":{"message":"overloaded"}}""")));
        var usage = await StreamAsync(Delta("content", Said), Event("""{"error":{"message":"overloaded"}}"""));
        Assert.Equal((Input, Tokens(Said)), (usage.Tokens.Input, usage.Tokens.Output));
    }

    [Theory]
    [InlineData(Chat)]
    [InlineData(Stream)]
    public async Task TimedOutBeforeAnything_IsChargedItsInput(string body)
    {
        await using var harness = Harness(async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        });
        var call = await harness.CallAsync(body);
        var asking = harness.Gateway.InvokeAsync(call, CancellationToken.None).AsTask();
        while (call.CurrentAttempt is null) await Task.Yield();
        harness.Time.Advance(TimeSpan.FromMinutes(11));
        await asking;
        Assert.Equal(AttemptOutcome.TimedOut, call.CurrentAttempt.Outcome);
        Assert.Equal(new CountedUsage(new TokenCounts(Input, 0, 0, 0, 0, 0, 0), 0, 0, IsCounted: true), harness.Usage.Complete(call, call.CurrentAttempt));
    }

    [Fact]
    public async Task CallerGoneBeforeAnything_IsChargedItsInput()
    {
        using var caller = new CancellationTokenSource();
        await using var harness = Harness(async cancellationToken =>
        {
            await caller.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException();
        });
        var call = await harness.CallAsync(Chat);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await harness.Gateway.InvokeAsync(call, caller.Token));
        Assert.Equal(Input, harness.Usage.Complete(call, call.CurrentAttempt!).Tokens.Input);
    }

    [Fact]
    public async Task WholeAnswerThatBreaks_IsChargedWhatCame()
    {
        var usage = await WholeAsync($$$"""{"choices":[{"message":{"content":"{{{Said}}}"}},{"message":{"con""");
        Assert.Equal((Input, Tokens(Said), true), (usage.Tokens.Input, usage.Tokens.Output, usage.IsCounted));
    }

    [Fact]
    public async Task Counted_MoreThanTheCap_IsTheCap()
    {
        await using var harness = Harness(_ => Task.FromResult(FakeProvider.Answer(200, $$$"""{"choices":[{"message":{"reasoning_content":"{{{Thought}}}","content":"{{{Said}}}"}}]}""", null)));
        var usage = await AskAsync(harness, Chat.Replace("\"m\",", "\"m\",\"max_tokens\":4,", StringComparison.Ordinal));
        Assert.Equal((4, 4), (usage.Tokens.Output, usage.Tokens.Reasoning));
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}}],"usage":{"prompt_tokens":70,"completion_tokens":30,"completion_tokens_details":{"reasoning_tokens":10,"audio_tokens":5}}}""", 70, 15)]
    [InlineData("""{"choices":[{"message":{"content":"done"}}],"usage":{"prompt_tokens":70,"completion_tokens":30}}""", 70, 0)]
    public async Task ToolLoop_IsAgentic(string answer, long input, long output)
    {
        await using var harness = Harness(_ => Task.FromResult(FakeProvider.Answer(200, answer, null)));
        var usage = await AskAsync(harness, """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"tool","tool_call_id":"c","content":"r"}]}""");
        Assert.Equal((input, output), (usage.AgenticInput, usage.AgenticOutput));
    }

    [Fact]
    public async Task Embeddings_WithoutUsage_CountTheirInput()
    {
        await using var harness = Harness(_ => Task.FromResult(FakeProvider.Answer(200, """{"data":[]}""", null)));
        var usage = await AskAsync(harness, $$"""{"model":"m","input":["{{Said}}","{{Thought}}"]}""", ModelOperation.Embeddings);
        Assert.Equal(new TokenCounts(Tokens(Said) + Tokens(Thought), 0, 0, 0, 0, 0, 0), usage.Tokens);
    }

    [Fact]
    public async Task Image_WithoutUsage_CountsAsTheModelSays()
    {
        const string Body = """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAA"}}]}]}""";
        await using var harness = Harness(_ => Task.FromResult(FakeProvider.Answer(200, """{"choices":[{"message":{"content":"x"}}]}""", null)));
        Assert.Equal(1_000 + 6, (await AskAsync(harness, Body)).Tokens.Input);
        harness.Model(new ModelSpec { Targets = [new TargetSpec { Provider = "p", Deployment = "d" }], MediaTokens = 85 });
        harness.Provider.On("d", 200, """{"choices":[{"message":{"content":"x"}}]}""");
        Assert.Equal(85 + 6, (await AskAsync(harness, Body)).Tokens.Input);
    }

    [Fact]
    public async Task StoredResponseReadAgain_IsFree()
    {
        await using var harness = new GatewayHarness();
        harness.Model(new ModelSpec { Targets = [new TargetSpec { Provider = "sim", Deployment = "sim-small" }] });
        var first = await harness.CallAsync("""{"model":"m","input":"Hi"}""", ModelOperation.Responses);
        string id;
        await using (var answer = Assert.IsType<WholeModelAnswer>(await harness.Gateway.InvokeAsync(first, CancellationToken.None))) id = answer.Facts.Id!;
        Assert.True(harness.Usage.Complete(first, first.CurrentAttempt!).Tokens.Total > 0);
        var again = await harness.CallAsync("", ModelOperation.RetrieveResponse, responseId: id);
        await using (var answer = Assert.IsType<WholeModelAnswer>(await harness.Gateway.InvokeAsync(again, CancellationToken.None))) Assert.True(answer.Facts.Usage.IsReported);
        Assert.Equal(default, harness.Usage.Complete(again, again.CurrentAttempt!));
    }

    [Fact]
    public async Task Complete_Twice_IsTheSameAndKeepsNoText()
    {
        await using var harness = Harness(_ => Task.FromResult(FakeProvider.Answer(200, $$$"""{"choices":[{"message":{"content":"{{{Said}}}"}}]}""", null)));
        var call = await harness.CallAsync(Chat);
        await (await harness.Gateway.InvokeAsync(call, CancellationToken.None)).DisposeAsync();
        var first = harness.Usage.Complete(call, call.CurrentAttempt!);
        Assert.Equal(Tokens(Said), first.Tokens.Output);
        Assert.Empty(call.CurrentAttempt!.Delivered!.Parts);
        Assert.Equal(first, harness.Usage.Complete(call, call.CurrentAttempt));
    }

    private static long Tokens(string text) => TokenCounterTests.Shared.Count(TokenEncoding.O200kBase, text);

    private static string Delta(string name, string text) => Event($$"""{"choices":[{"index":0,"delta":{"{{name}}":"{{text}}"} }]}""");

    private static string Event(string data) => $"data: {data}\n\n";

    private static GatewayHarness Harness(Func<CancellationToken, Task<ProviderAnswer>> answer)
    {
        var harness = new GatewayHarness().Model(new ModelSpec { Targets = [new TargetSpec { Provider = "p", Deployment = "d" }], Retry = new RetrySpec { Attempts = 1 } });
        harness.Provider.On("d", answer);
        return harness;
    }

    private static async Task<CountedUsage> WholeAsync(string body)
    {
        await using var harness = Harness(_ => Task.FromResult(FakeProvider.Answer(200, body, null)));
        return await AskAsync(harness, Chat);
    }

    private static async Task<CountedUsage> StreamAsync(params string[] events)
    {
        await using var harness = Harness(_ => Task.FromResult(Sse(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(events))))));
        return await AskAsync(harness, Stream);
    }

    private static ProviderAnswer Sse(Stream body) => new() { Status = 200, Headers = new AnswerHeaders("text/event-stream"), Body = body };

    private static async Task<CountedUsage> AskAsync(GatewayHarness harness, string body, ModelOperation operation = ModelOperation.Chat)
    {
        var call = await harness.CallAsync(body, operation);
        await using var answer = await harness.Gateway.InvokeAsync(call, CancellationToken.None);
        if (answer is StreamedModelAnswer streamed)
        {
            while (await streamed.Events.WaitToReadAsync(CancellationToken.None))
                while (streamed.Events.TryRead(out _)) { }
        }

        return harness.Usage.Complete(call, call.CurrentAttempt!);
    }
}
