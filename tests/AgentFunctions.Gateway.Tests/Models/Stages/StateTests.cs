using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Gateway.Models.Stages;
using static AgentFunctions.Gateway.Tests.Models.GatewayHarness;

namespace AgentFunctions.Gateway.Tests.Models.Stages;

/// <summary>Models and providers that an operator took out of service or slowed down.</summary>
public sealed class StateTests
{
    private static readonly ModelSpec TwoProviders = new() { Targets = [new TargetSpec { Provider = "p", Deployment = "one" }, new TargetSpec { Provider = "q", Deployment = "two", Priority = 1 }] };

    [Theory]
    [InlineData(OperatingState.Suspended)]
    [InlineData(OperatingState.Killed)]
    public async Task Model_OutOfService_IsRefusedWithTheReasonAndNotSent(OperatingState state)
    {
        await using var harness = new GatewayHarness().Model(TwoProviders, State(state));

        var error = Error(await harness.AskAsync());

        Assert.Equal((403, ErrorCodes.Suspended), (error.Status, error.Code));
        Assert.Contains("for a reason", error.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Provider.Attempts);
    }

    [Theory]
    [InlineData(OperatingState.Suspended)]
    [InlineData(OperatingState.Killed)]
    public async Task Provider_OutOfService_IsLeftOut(OperatingState state)
    {
        await using var harness = new GatewayHarness().Model(TwoProviders);
        harness.View.With("p", new ProviderSpec { Type = "fake" }, State(state));

        await TextAsync(await harness.AskAsync());

        Assert.Equal(["two"], harness.Provider.Attempts);
    }

    [Fact]
    public async Task Providers_AllOutOfService_IsRefused()
    {
        await using var harness = new GatewayHarness().Model(TwoProviders);
        foreach (var id in new[] { "p", "q" }) harness.View.With(id, new ProviderSpec { Type = "fake" }, State(OperatingState.Suspended));

        Assert.Equal(ErrorCodes.Suspended, Error(await harness.AskAsync()).Code);
        Assert.Empty(harness.Provider.Attempts);
    }

    [Fact]
    public async Task Provider_Throttled_IsTriedLast()
    {
        await using var harness = new GatewayHarness().Model(TwoProviders);
        harness.View.With("p", new ProviderSpec { Type = "fake" }, State(OperatingState.Throttled));

        await TextAsync(await harness.AskAsync());

        Assert.Equal(["two"], harness.Provider.Attempts);
    }

    [Fact]
    public async Task Throttled_SomethingOnThePath_OneAtATimeAndOneASecond()
    {
        await using var harness = new GatewayHarness().Model(TwoProviders);
        var release = new TaskCompletionSource();
        harness.Provider.On("one", async _ =>
        {
            await release.Task;
            return FakeProvider.Answer(200, Answer, null);
        });
        var first = harness.AskAsync(throttled: "agents/a");
        harness.Time.Advance(TimeSpan.FromSeconds(5));

        var meanwhile = Error(await harness.AskAsync(throttled: "agents/a"));
        var elsewhere = await harness.AskAsync(throttled: "agents/b");
        release.SetResult();
        await TextAsync(await first);
        var after = await harness.AskAsync(throttled: "agents/a");
        var tooSoon = Error(await harness.AskAsync(throttled: "agents/a"));

        Assert.Equal((429, ErrorCodes.RateLimited), (meanwhile.Status, meanwhile.Code));
        await TextAsync(elsewhere);
        await TextAsync(after);
        Assert.InRange(tooSoon.RetryAfter!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Recheck_OfARunningCall_EndsItForWhatIsKilledOnly()
    {
        await using var harness = new GatewayHarness().Model(TwoProviders);
        var call = await harness.CallAsync();
        await harness.Gateway.InvokeAsync(call, CancellationToken.None);
        var now = harness.Time.GetUtcNow();

        Assert.Null(ModelAccess.Recheck(call, call.Caller, now));
        harness.Model(TwoProviders, State(OperatingState.Suspended));
        Assert.Null(ModelAccess.Recheck(call, call.Caller, now));
        harness.Model(TwoProviders, State(OperatingState.Killed));
        Assert.Equal(ErrorCodes.Suspended, ModelAccess.Recheck(call, call.Caller, now)!.Code);
        harness.Model(TwoProviders);
        harness.View.With("p", new ProviderSpec { Type = "fake" }, State(OperatingState.Killed));
        Assert.Equal(ErrorCodes.Suspended, ModelAccess.Recheck(call, call.Caller, now)!.Code);
    }

    [Fact]
    public async Task Recheck_TheRightToTheModelWithdrawn_EndsIt()
    {
        await using var harness = new GatewayHarness().Model(TwoProviders);
        var call = await harness.CallAsync();
        await harness.Gateway.InvokeAsync(call, CancellationToken.None);
        harness.View.With("a", new AgentSpec { Models = ["other"] });

        var later = call.Caller with { Agent = await harness.View.FindAgentAsync("a", CancellationToken.None) };

        Assert.Equal(ErrorCodes.ModelNotAllowed, ModelAccess.Recheck(call, later, harness.Time.GetUtcNow())!.Code);
        Assert.Equal(ErrorCodes.InvalidApiKey, ModelAccess.Recheck(call, new Caller(call.Caller.Principal, "k", null, harness.View), harness.Time.GetUtcNow())!.Code);
    }
}
