using System.Numerics;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Resources;
using FsCheck.Xunit;

namespace AgentFunctions.Core.Tests.Costs;

/// <summary>Costs against plain arithmetic on numbers of any size, written down again from the documents.</summary>
[Properties(Arbitrary = [typeof(PriceArbitrary)], MaxTest = 2_000)]
public sealed class CostPropertyTests
{
    private static readonly BigInteger MostPico = new BigInteger(NanoDollars.Max.Value) * 1_000;

    [Property]
    public void Of_AnyUsage_IsTheExactSumRoundedUpOnce(PriceSpec price, TokenCounts tokens)
    {
        var exact = BigInteger.Min(Pico(price, tokens), MostPico);
        Assert.Equal((exact + 999) / 1_000, CostCalculator.Of(price, tokens).Total.Value);
    }

    [Property]
    public void Of_AnyUsage_PartsAreRoundedDownAndStayWithinTheTotal(PriceSpec price, TokenCounts tokens, ushort share)
    {
        var agenticInput = (long)((BigInteger)tokens.Input * share / ushort.MaxValue);
        var plainOutput = tokens.Output - tokens.Reasoning - tokens.AudioOutput;
        var cost = CostCalculator.Of(price, tokens, agenticInput, plainOutput);

        Assert.True(cost.Reasoning.Value >= 0 && cost.Agentic.Value >= 0 && cost.Reasoning.Value + cost.Agentic.Value <= cost.Total.Value, cost.ToString());
        if (Pico(price, tokens) > MostPico) return;
        var (reasoning, output) = (Class(price, tokens.Input, static p => p.Reasoning, static t => t.Reasoning, output: true), Class(price, tokens.Input, static p => null, static t => null, output: true));
        var input = Pico(price, tokens with { Output = 0, Reasoning = 0, AudioOutput = 0 }) - PerRequest(price);
        Assert.Equal(reasoning * tokens.Reasoning / 1_000, cost.Reasoning.Value);
        Assert.Equal(((tokens.Input == 0 ? 0 : input * agenticInput / tokens.Input) + (output * plainOutput)) / 1_000, cost.Agentic.Value);
    }

    [Property]
    public void Bound_AnyUsageWithinIt_CostsNoMore(PriceSpec price, TokenCounts tokens, uint moreInput, uint moreOutput)
    {
        var actual = CostCalculator.Of(price, tokens).Total;
        Assert.True(actual <= CostCalculator.Bound(price, tokens.Input, tokens.Output), "the bound of exactly its tokens");
        Assert.True(actual <= CostCalculator.Bound(price, tokens.Input + moreInput, tokens.Output + moreOutput), "a wider bound");
    }

    [Property]
    public void Bound_AnyTokens_IsReachedBySomeUsage(PriceSpec price, TokenCounts tokens)
    {
        var bound = CostCalculator.Bound(price, tokens.Input, tokens.Output);
        Assert.Contains(Extremes(price, tokens.Input, tokens.Output), usage => CostCalculator.Of(price, usage).Total == bound);
    }

    /// <summary>All tokens in one class a side, with as much input as each reachable tier takes.</summary>
    private static IEnumerable<TokenCounts> Extremes(PriceSpec price, long maxInput, long output)
    {
        foreach (var input in price.Tiers.Select(static tier => tier.AboveInputTokens).Append(maxInput).Where(start => start <= maxInput))
        {
            foreach (var i in Enumerable.Range(0, 4))
            {
                foreach (var o in Enumerable.Range(0, 3))
                    yield return new TokenCounts(input, i == 1 ? input : 0, i == 2 ? input : 0, i == 3 ? input : 0, output, o == 1 ? output : 0, o == 2 ? output : 0);
            }
        }
    }

    private static BigInteger Pico(PriceSpec price, TokenCounts tokens)
    {
        BigInteger Of(Func<PriceSpec, TokenPrice?> ofBase, Func<PriceTierSpec, TokenPrice?> ofTier, bool output) => Class(price, tokens.Input, ofBase, ofTier, output);
        return (Of(static _ => null, static _ => null, false) * (tokens.Input - tokens.CachedInput - tokens.CacheWrite - tokens.AudioInput))
            + (Of(static p => p.CachedInput, static t => t.CachedInput, false) * tokens.CachedInput)
            + (Of(static p => p.CacheWrite, static t => t.CacheWrite, false) * tokens.CacheWrite)
            + (Of(static p => p.AudioInput, static t => t.AudioInput, false) * tokens.AudioInput)
            + (Of(static _ => null, static _ => null, true) * (tokens.Output - tokens.Reasoning - tokens.AudioOutput))
            + (Of(static p => p.Reasoning, static t => t.Reasoning, true) * tokens.Reasoning)
            + (Of(static p => p.AudioOutput, static t => t.AudioOutput, true) * tokens.AudioOutput)
            + PerRequest(price);
    }

    private static BigInteger PerRequest(PriceSpec price) => price.PerRequest is null ? 0 : (BigInteger)(decimal.Parse(price.PerRequest, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000_000_000m);

    private static BigInteger Class(PriceSpec price, long input, Func<PriceSpec, TokenPrice?> ofBase, Func<PriceTierSpec, TokenPrice?> ofTier, bool output)
    {
        var tier = price.Tiers.LastOrDefault(tier => input > tier.AboveInputTokens);
        var plain = output ? tier?.Output ?? price.Output : tier?.Input ?? price.Input;
        return ((tier is null ? null : ofTier(tier)) ?? ofBase(price) ?? plain).PicoDollarsPerToken;
    }
}
