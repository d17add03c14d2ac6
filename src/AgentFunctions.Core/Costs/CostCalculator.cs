using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Costs;

/// <summary>
/// Money, exactly: the sum over all token classes in whole pico-dollars, rounded up once to nano-dollars. Amounts above <see cref="NanoDollars.Max"/>, which no limit can hold, are that maximum; counts below zero are zero.
/// </summary>
public static class CostCalculator
{
    private const int PicoPerNano = 1_000;

    /// <summary>What an attempt cost.</summary>
    /// <param name="price">The price of its target.</param>
    /// <param name="tokens">What it came to. The whole request is priced at the tier that <see cref="TokenCounts.Input"/> reaches.</param>
    /// <param name="agenticInput">Part of <see cref="TokenCounts.Input"/>; costs its share of all input.</param>
    /// <param name="agenticOutput">Part of the plain output (neither reasoning nor sound).</param>
    public static CallCost Of(PriceSpec price, in TokenCounts tokens, long agenticInput = 0, long agenticOutput = 0)
    {
        ArgumentNullException.ThrowIfNull(price);
        var table = PriceTable.Of(price);
        var (input, cached, written, audioIn) = (NotNegative(tokens.Input), NotNegative(tokens.CachedInput), NotNegative(tokens.CacheWrite), NotNegative(tokens.AudioInput));
        var (output, thought, audioOut) = (NotNegative(tokens.Output), NotNegative(tokens.Reasoning), NotNegative(tokens.AudioOutput));
        ref readonly var tier = ref table.Tier(input);

        var plainInput = Rest(input, (Int128)cached + written + audioIn);
        var plainOutput = Rest(output, (Int128)thought + audioOut);
        var inputCost = (plainInput * tier.Input) + ((Int128)cached * tier.CachedInput) + ((Int128)written * tier.CacheWrite) + ((Int128)audioIn * tier.AudioInput);
        var reasoningCost = (Int128)thought * tier.Reasoning;
        var outputCost = (plainOutput * tier.Output) + reasoningCost + ((Int128)audioOut * tier.AudioOutput);
        var agenticCost = Share(inputCost, NotNegative(agenticInput), input) + (Int128.Min(NotNegative(agenticOutput), plainOutput) * tier.Output);

        var total = RoundUp(inputCost + outputCost + table.PerRequest);
        var reasoning = RoundDown(reasoningCost, total);
        return new CallCost(new NanoDollars(total), new NanoDollars(reasoning), new NanoDollars(RoundDown(agenticCost, total - reasoning)));
    }

    /// <summary>The most an attempt can cost whose usage stays within so many tokens: the dearest class of either side, in the dearest tier that can be reached.</summary>
    public static NanoDollars Bound(PriceSpec price, long maxInput, long maxOutput)
    {
        ArgumentNullException.ThrowIfNull(price);
        return new NanoDollars(RoundUp(PriceTable.Of(price).Dearest(NotNegative(maxInput), NotNegative(maxOutput))));
    }

    private static long NotNegative(long count) => Math.Max(0, count);

    private static Int128 Rest(long whole, Int128 parts) => Int128.Max(0, whole - parts);

    /// <summary><paramref name="cost"/> * part / whole, rounded down, without a product that could overflow.</summary>
    private static Int128 Share(Int128 cost, long part, long whole)
    {
        if (part == 0) return 0;
        if (part >= whole) return cost;
        var (each, rest) = Int128.DivRem(cost, whole);
        return (each * part) + (rest * part / whole);
    }

    private static long RoundUp(Int128 pico) => (long)Int128.Min((pico + (PicoPerNano - 1)) / PicoPerNano, NanoDollars.Max.Value);

    private static long RoundDown(Int128 pico, long most) => (long)Int128.Min(pico / PicoPerNano, most);
}
