using AgentFunctions.Core.Resources;

namespace AgentFunctions.Gateway.Tests.Models.Routing;

public sealed class TargetSelectorTests
{
    [Fact]
    public async Task Select_Weighted_FollowsTheWeights()
    {
        var counts = await CountAsync(RoutingStrategy.Weighted, 4000, ("one", 3, 0), ("two", 1, 0));

        Assert.InRange(counts["one"], 2800, 3200);
    }

    [Fact]
    public async Task Select_Priority_TakesTheLowestAndSharesEqualOnes()
    {
        var counts = await CountAsync(RoutingStrategy.Priority, 1000, ("one", 1, 1), ("two", 1, 1), ("three", 100, 2));

        Assert.False(counts.ContainsKey("three"));
        Assert.InRange(counts["one"], 400, 600);
    }

    [Fact]
    public async Task Select_Cheapest_CountsInputAndOutput()
    {
        await using var harness = Harness(RoutingStrategy.Cheapest, ("cheap-in", 1, 0), ("cheap-out", 1, 0), ("unpriced", 1, 0));
        harness.View.With("cheap-in", new PriceSpec { Input = new TokenPrice(1), Output = new TokenPrice(1000) }).With("cheap-out", new PriceSpec { Input = new TokenPrice(100), Output = new TokenPrice(10) });

        await GatewayHarness.TextAsync(await harness.AskAsync());
        await GatewayHarness.TextAsync(await harness.AskAsync($$"""{"model":"m","max_tokens":1,"messages":[{"content":"{{new string('x', 4000)}}"}]}"""));

        Assert.Equal(["cheap-out", "cheap-in"], harness.Provider.Attempts);
    }

    [Fact]
    public async Task Select_Fastest_TriesTheUnobservedThenKeepsTheFaster()
    {
        await using var harness = Harness(RoutingStrategy.Fastest, ("slow", 1, 0), ("quick", 1, 0));
        harness.Provider.On("slow", _ => Answer(harness, TimeSpan.FromSeconds(2))).On("quick", _ => Answer(harness, TimeSpan.FromSeconds(1)));
        for (var i = 0; i < 6; i++) await GatewayHarness.TextAsync(await harness.AskAsync());

        Assert.Equal(1, harness.Provider.Attempts.Count(static deployment => deployment == "slow"));
    }

    [Fact]
    public async Task Select_LeastLoaded_TakesTheOneWithFewerCallsInFlight()
    {
        await using var harness = Harness(RoutingStrategy.LeastLoaded, ("one", 1, 0), ("two", 1, 0));
        var gate = new TaskCompletionSource();
        foreach (var deployment in (string[])["one", "two"])
        {
            harness.Provider.On(deployment, async _ =>
            {
                await gate.Task;
                return FakeProvider.Answer(200, GatewayHarness.Answer, null);
            });
        }

        var (first, second) = (harness.AskAsync(), harness.AskAsync());
        Assert.Equal(["one", "two"], harness.Provider.Attempts.Order());
        gate.SetResult();
        await GatewayHarness.TextAsync(await first);
        await GatewayHarness.TextAsync(await second);
    }

    private static Task<AgentFunctions.Gateway.Models.Providers.ProviderAnswer> Answer(GatewayHarness harness, TimeSpan after)
    {
        harness.Time.Advance(after);
        return Task.FromResult(FakeProvider.Answer(200, GatewayHarness.Answer, null));
    }

    private static async Task<Dictionary<string, int>> CountAsync(RoutingStrategy strategy, int calls, params (string Deployment, int Weight, int Priority)[] targets)
    {
        await using var harness = Harness(strategy, targets);
        for (var i = 0; i < calls; i++) await (await harness.AskAsync()).DisposeAsync();
        return harness.Provider.Attempts.CountBy(static deployment => deployment).ToDictionary();
    }

    private static GatewayHarness Harness(RoutingStrategy strategy, params (string Deployment, int Weight, int Priority)[] targets)
    {
        var state = 12345u;
        return new GatewayHarness(random: () => (state = unchecked((state * 1664525) + 1013904223)) / 4294967296.0).Model(new ModelSpec
        {
            Strategy = strategy,
            Targets = [.. targets.Select(static target => new TargetSpec { Provider = "p", Deployment = target.Deployment, Weight = target.Weight, Priority = target.Priority })],
        });
    }
}
