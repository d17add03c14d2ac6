using AgentFunctions.Core.Anomalies;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Tests.Anomalies;

public sealed class SpendWindowTests
{
    private static readonly Spender Demo = new("demo", null);

    [Fact]
    public void Add_RepeatsAndRevisionsInAnyOrder_CountTheHighestOnce()
    {
        var window = new SpendWindow(default);

        foreach (var value in (UsageEvent[])[Event("a", 0, 5), Event("a", 0, 5), Event("b", 1, 7), Event("b", 0, 100), Event("a", 2, 3), Event("a", 1, 50)]) window.Add(value);

        Assert.Equal((10, 10), (window[Demo], window[new Spender("demo", "r1")]));
    }

    [Fact]
    public void Add_ChargedAtItsBound_CountsWhenItIsKnown()
    {
        var window = new SpendWindow(default);
        var estimate = Event("a", 0, 100);

        window.Add(estimate with { Usage = estimate.Usage with { IsEstimated = true } });
        Assert.Equal(0, window[Demo]);
        window.Add(Event("a", 1, 8));

        Assert.Equal(8, window[Demo]);
    }

    [Theory]
    [InlineData(1.4, 10, 1, "Factor must")]
    [InlineData(1001, 2000, 1, "Factor must")]
    [InlineData(4, 3.9, 1, "CriticalFactor must")]
    [InlineData(4, 10001, 1, "CriticalFactor must")]
    [InlineData(4, 10, 0, "FloorUsd must")]
    [InlineData(4, 10, 1000001, "FloorUsd must")]
    public void Options_OutOfBounds_AreNamed(double factor, double critical, double floor, string expected)
    {
        var options = new AnomalyOptions { Factor = (decimal)factor, CriticalFactor = (decimal)critical, FloorUsd = (decimal)floor };

        Assert.Contains("AgentFunctions:Anomalies:" + expected, new AnomalyOptionsValidator().Validate(null, options).FailureMessage, StringComparison.Ordinal);
        Assert.True(new AnomalyOptionsValidator().Validate(null, new AnomalyOptions()).Succeeded);
    }

    private static UsageEvent Event(string callId, int revision, long cost) => new(
        new UsageSubject { TenantId = "default", CallId = callId, At = default, Operation = "chat", Agent = "demo", Run = "r1" },
        new AttemptUsage { Attempt = 1, Provider = "p", Outcome = "succeeded", Cost = new CallCost(new NanoDollars(cost), NanoDollars.Zero, NanoDollars.Zero) },
        revision,
        1);
}
