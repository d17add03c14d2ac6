using System.Text;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.ModelCalls;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.TestKit.Hosting;

namespace AgentFunctions.Gateway.Tests.Models.InProcess;

/// <summary>Calls of runs pass the whole pipeline and come back as values.</summary>
public sealed class ModelInvokerTests
{
    [Fact]
    public async Task Invoke_Answered_GivesAnswerTokensAndCost()
    {
        await using var harness = Harness();
        harness.View.With("d", new PriceSpec { Input = Usd("1"), Output = Usd("2") });
        var reply = (await AskAsync(harness)).Value!;
        Assert.Equal("Hi", reply.Answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal((7, 3), (reply.Tokens.Input, reply.Tokens.Output));
        Assert.Equal(13_000, reply.Cost.Value);
    }

    [Fact]
    public async Task Invoke_ProviderRefuses_IsItsCodeAndMessage()
    {
        await using var harness = Harness();
        harness.Provider.On("d", 400, """{"error":{"message":"Too long.","type":"invalid_request_error","code":"context_length_exceeded"}}""");
        var error = (await AskAsync(harness)).Error!;
        Assert.Equal((400, "context_length_exceeded", "Too long."), (error.Status, error.Code, error.Message));
        Assert.False(error.ShouldRetry);
    }

    /// <summary>Of a run nobody sees the call itself: its error says which target failed it, and how.</summary>
    [Fact]
    public async Task Invoke_TargetsFail_NamesThemWithTheirStatus()
    {
        await using var harness = new GatewayHarness().Model(new ModelSpec
        {
            Targets = [new TargetSpec { Provider = "p", Deployment = "d", Price = "d", Priority = 0 }, new TargetSpec { Provider = "p", Deployment = "e", Price = "d", Priority = 1 }],
            Retry = new RetrySpec { Attempts = 1 },
            MaxOutputTokens = 100,
        });
        harness.Provider.On("d", 503).On("e", 500);
        var error = (await AskAsync(harness)).Error!;
        Assert.Equal((502, ErrorCodes.UpstreamError), (error.Status, error.Code));
        Assert.EndsWith(" Targets: p/d answered 503; p/e answered 500.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_ModelNotOnTheList_IsRefused()
    {
        await using var harness = Harness();
        harness.View.With("a", new AgentSpec { Models = ["other"] });
        Assert.Equal(ErrorCodes.ModelNotAllowed, (await AskAsync(harness)).Error!.Code);
        Assert.Empty(harness.Provider.Attempts);
    }

    [Fact]
    public async Task Invoke_AgentLimitIsFull_IsRefused()
    {
        await using var harness = Harness();
        harness.View.With("tokens", new QuotaSpec { Scope = "agents/*", Unit = LimitUnit.Tokens, Window = LimitWindow.Day, Amount = "1" });
        Assert.Equal(402, (await AskAsync(harness)).Error!.Status);
    }

    [Fact]
    public async Task Invoke_LimitOnKeys_DoesNotCountRuns()
    {
        await using var harness = Harness();
        harness.View.With("tokens", new QuotaSpec { Scope = "keys/*", Unit = LimitUnit.Tokens, Window = LimitWindow.Day, Amount = "1" });
        Assert.NotNull((await AskAsync(harness)).Value);
    }

    [Theory]
    [InlineData(OperatingState.Suspended)]
    [InlineData(OperatingState.Killed)]
    public async Task Find_AgentOutOfService_IsRefused(OperatingState state)
    {
        await using var harness = Harness();
        harness.View.With("a", new AgentSpec { Models = ["*"] }, GatewayHarness.State(state));
        var callers = new AgentCallers(new FakeControlPlane(harness.View), harness.Time);
        Assert.Equal(ErrorCodes.Suspended, (await callers.FindAsync("default", "a", CancellationToken.None)).Error!.Code);
    }

    [Fact]
    public async Task Find_AgentGoneOrNothingConfirmed_IsRefused()
    {
        await using var harness = Harness();
        Assert.Equal(404, (await new AgentCallers(new FakeControlPlane(harness.View), harness.Time).FindAsync("default", "nobody", CancellationToken.None)).Error!.Status);
        Assert.Equal(503, (await new AgentCallers(new FakeControlPlane(null), harness.Time).FindAsync("default", "a", CancellationToken.None)).Error!.Status);
    }

    private static TokenPrice Usd(string text) => TokenPrice.TryParse(text, out var price) ? price : throw new ArgumentException(text);

    private static GatewayHarness Harness() => new GatewayHarness().Model(new ModelSpec { Targets = [new TargetSpec { Provider = "p", Deployment = "d", Price = "d" }], MaxOutputTokens = 100 });

    private static async Task<Outcome<ModelReply>> AskAsync(GatewayHarness harness)
    {
        var caller = (await new AgentCallers(new FakeControlPlane(harness.View), harness.Time).FindAsync("default", "a", CancellationToken.None)).Value!;
        return await harness.Invoker.InvokeAsync(new ModelRequest { CallId = "call-1", Caller = caller, Body = Encoding.UTF8.GetBytes(GatewayHarness.Chat) }, CancellationToken.None);
    }
}
