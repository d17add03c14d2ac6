using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Tests.Costs;

public sealed class CostCalculatorTests
{
    [Fact]
    public void Of_OneCachedTokenOfAFraction_RoundsUpOnce()
    {
        // 0.075 USD a million: 75,000 pico-dollars a token; 3 * 150,000 + 1 * 75,000 = 525,000 pico = 525 nano.
        var price = Price("0.15", "0.6") with { CachedInput = Usd("0.075") };
        Assert.Equal(525, CostCalculator.Of(price, new TokenCounts(4, 1, 0, 0, 0, 0, 0)).Total.Value);
        Assert.Equal(1, CostCalculator.Of(Price("0.000001", "0"), new TokenCounts(1, 0, 0, 0, 0, 0, 0)).Total.Value);
        Assert.Equal(1, CostCalculator.Of(Price("0.000001", "0.000001"), new TokenCounts(500, 0, 0, 0, 500, 0, 0)).Total.Value);
    }

    [Theory]
    [InlineData(200_000, 200_000 * 1_000)]
    [InlineData(200_001, 200_001 * 2_000)]
    public void Of_TiersStart_WholeRequestIsPricedAtTheTierItIsAbove(long input, long nano)
    {
        var price = Price("1", "1") with { Tiers = [new PriceTierSpec { AboveInputTokens = 200_000, Input = Usd("2") }] };
        Assert.Equal(nano, CostCalculator.Of(price, new TokenCounts(input, 0, 0, 0, 0, 0, 0)).Total.Value);
    }

    [Fact]
    public void Of_PartsLargerThanTheirWhole_PlainRestIsNeverNegative()
    {
        var price = Price("1", "10") with { CachedInput = Usd("0.5"), Reasoning = Usd("20") };
        Assert.Equal((20 * 500) + (8 * 20_000), CostCalculator.Of(price, new TokenCounts(10, 20, 0, 0, 5, 8, 0)).Total.Value);
        Assert.Equal(0, CostCalculator.Of(price, new TokenCounts(-5, -1, -1, -1, -9, -1, -1), -1, -1).Total.Value);
    }

    [Fact]
    public void Of_ReasoningAndTools_AreDisjointParts()
    {
        var price = Price("1", "10") with { PerRequest = "0.01" };
        var cost = CostCalculator.Of(price, new TokenCounts(100, 0, 0, 0, 50, 30, 0), agenticInput: 100, agenticOutput: 20);
        Assert.Equal(new CallCost(new NanoDollars(10_000_000 + 100_000 + 500_000), new NanoDollars(300_000), new NanoDollars(100_000 + 200_000)), cost);
    }

    [Fact]
    public void Bound_ClassesOfDifferentPrices_TakesTheDearestOfEachSide()
    {
        var price = Price("1", "10") with { CacheWrite = Usd("1.25"), CachedInput = Usd("0.1"), Reasoning = Usd("12"), PerRequest = "0.01" };
        Assert.Equal((1_000 * 1_250) + (100 * 12_000) + 10_000_000, CostCalculator.Bound(price, 1_000, 100).Value);
    }

    [Fact]
    public void Bound_DearerSmallTier_CountsAsMuchInputAsItTakes()
    {
        var price = Price("10", "10") with { Tiers = [new PriceTierSpec { AboveInputTokens = 100, Input = Usd("1"), Output = Usd("1") }] };
        Assert.Equal((100 * 10_000) + (10 * 10_000), CostCalculator.Bound(price, 200, 10).Value);
    }

    [Fact]
    public void Bound_Overflowing_IsTheMostALimitCanHold()
    {
        var price = Price("1000000", "1000000");
        Assert.Equal(NanoDollars.Max, CostCalculator.Bound(price, long.MaxValue, long.MaxValue));
        Assert.Equal(NanoDollars.Max, CostCalculator.Of(price, new TokenCounts(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue), long.MaxValue, long.MaxValue).Total);
    }

    [Fact]
    public void Of_PriceOfZero_CostsNothing() => Assert.Equal(default, CostCalculator.Of(Price("0", "0"), new TokenCounts(10, 1, 1, 1, 10, 1, 1)));

    private static PriceSpec Price(string input, string output) => new() { Input = Usd(input), Output = Usd(output) };

    private static TokenPrice Usd(string text) => TokenPrice.TryParse(text, out var price) ? price : throw new ArgumentException(text);
}
