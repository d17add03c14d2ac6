using System.Text;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Providers;
using AgentFunctions.TestKit;

namespace AgentFunctions.Gateway.Tests.Models.Admission;

/// <summary>What a target produces is seen whatever the pace of the caller.</summary>
public sealed class ReadAheadTests
{
    private const string Body = """{"model":"m","stream":true,"max_tokens":50000,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Event = """data: {"choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}""" + "\n\n";
    private const string End = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";

    [Fact]
    public async Task Stream_CallerTakesNothing_IsCutWhereTheBudgetEnds()
    {
        using var body = Events(900);
        await using var gateway = Harness(body, amount: "700");

        var call = await gateway.CallAsync(Body);
        await using var answer = Assert.IsType<StreamedModelAnswer>(await gateway.Gateway.InvokeAsync(call, CancellationToken.None));
        Assert.True(await answer.Events.WaitToReadAsync(CancellationToken.None));

        await TestWait.UntilAsync(() => call.CurrentAttempt!.Outcome == AttemptOutcome.CutShort, "the provider is cancelled");
        Assert.False(body.CanRead);
        Assert.InRange(call.HeldOutput!.Value, 400, 600);
        var words = await CountAsync(answer.Events);
        Assert.InRange(words, (int)call.HeldOutput.Value - 120, (int)call.HeldOutput.Value);
        Assert.Equal("budget_exhausted", answer.Events.Error!.Code);
        Assert.Equal(words, call.CurrentAttempt!.Counted!.Value.Tokens.Output);
    }

    [Fact]
    public async Task Stream_CallerTakesNothingForLong_AllIsHeldBeforeReadingStops()
    {
        using var body = Events(3000);
        await using var gateway = Harness(body, amount: "60000");

        var call = await gateway.CallAsync(Body);
        await using var answer = Assert.IsType<StreamedModelAnswer>(await gateway.Gateway.InvokeAsync(call, CancellationToken.None));
        Assert.True(await answer.Events.WaitToReadAsync(CancellationToken.None));

        await TestWait.UntilAsync(() => call.HeldOutput == 50_000, "all of the output is held");
        Assert.True(body.Position < body.Length);
        Assert.Equal(3000, await CountAsync(answer.Events));
        Assert.Null(answer.Events.Error);
        Assert.Equal(AttemptOutcome.Succeeded, call.CurrentAttempt!.Outcome);
    }

    [Fact]
    public async Task Stream_DisposedOnTheWay_LetsGoOfTheProvider()
    {
        using var body = Events(3000);
        await using var gateway = Harness(body, amount: "60000");
        var call = await gateway.CallAsync(Body);
        var answer = Assert.IsType<StreamedModelAnswer>(await gateway.Gateway.InvokeAsync(call, CancellationToken.None));
        Assert.True(await answer.Events.WaitToReadAsync(CancellationToken.None));

        await answer.DisposeAsync();

        Assert.False(body.CanRead);
        Assert.Equal(AttemptOutcome.CallerGone, call.CurrentAttempt!.Outcome);
        Assert.True(call.IsSettled);
    }

    private static MemoryStream Events(int count) => new(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Event, count)) + End));

    private static GatewayHarness Harness(Stream body, string amount)
    {
        var gateway = new GatewayHarness().Model(new ModelSpec { Targets = [new TargetSpec { Provider = "p", Deployment = "gpt-4o" }], IncrementalHold = new IncrementalHoldSpec { Tokens = 100, ReserveTokens = 50 } });
        gateway.View.With("quota", new QuotaSpec { Scope = "tenant", Unit = LimitUnit.Tokens, Window = LimitWindow.Total, Amount = amount });
        gateway.Provider.On("gpt-4o", _ => Task.FromResult(new ProviderAnswer { Status = 200, Headers = new AnswerHeaders("text/event-stream"), Body = body }));
        return gateway;
    }

    private static async Task<int> CountAsync(ModelEventReader events)
    {
        var words = 0;
        while (await events.WaitToReadAsync(CancellationToken.None))
        {
            while (events.TryRead(out var modelEvent)) words += Encoding.UTF8.GetString(modelEvent.Raw.Span).Contains(" word", StringComparison.Ordinal) ? 1 : 0;
        }

        return words;
    }
}
