using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Resources;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Core.Tests.Costs;

/// <summary>Prices with any subset of classes and up to three tiers, and counts whose parts stay within their whole.</summary>
public static class PriceArbitrary
{
    private const int MostTiers = 3;

    private static Gen<long> Count => Gen.OneOf(
        Gen.Constant(0L), Gen.Choose(0, 20).Select(static value => (long)value), Gen.Choose(0, 2_000_000).Select(static value => (long)value), Between(0, 1L << 53));

    private static Gen<TokenPrice> Price => Gen.OneOf(
        Gen.Constant(0L), Gen.Choose(1, 999).Select(static value => (long)value), Gen.Choose(1, 100_000_000).Select(static value => (long)value), Gen.Constant(1_000_000_000_000L))
        .Select(static value => new TokenPrice(value));

    private static Gen<TokenPrice?> Maybe => Gen.Choose(0, 1).SelectMany(static coin => coin == 0 ? Gen.Constant<TokenPrice?>(null) : Price.Select(static price => (TokenPrice?)price));

    public static Arbitrary<PriceSpec> Prices() => Arb.From(
        from classes in Maybe.ArrayOf(7)
        from input in Price
        from output in Price
        from perRequest in Gen.Elements(null, "0", "0.01", "0.000001", "12.5")
        from starts in Between(1, 2_000_000).ListOf()
        from tiers in Maybe.ArrayOf(7).ArrayOf(MostTiers)
        select new PriceSpec
        {
            Input = input,
            Output = output,
            CachedInput = classes[0],
            CacheWrite = classes[1],
            AudioInput = classes[2],
            Reasoning = classes[3],
            AudioOutput = classes[4],
            PerRequest = perRequest,
            Tiers = [.. starts.Distinct().Order().Take(MostTiers).Select((start, i) => Tier(start, tiers[i]))],
        });

    public static Arbitrary<TokenCounts> Counts() => Arb.From(
        from input in Count
        from cached in Between(0, input)
        from written in Between(0, input - cached)
        from heard in Between(0, input - cached - written)
        from output in Count
        from thought in Between(0, output)
        from spoken in Between(0, output - thought)
        select new TokenCounts(input, cached, written, heard, output, thought, spoken));

    /// <summary>The ends more often than the middle.</summary>
    private static Gen<long> Between(long least, long most) => Gen.OneOf(
        Gen.Constant(least), Gen.Constant(most),
        from high in Gen.Choose(0, int.MaxValue) from low in Gen.Choose(0, int.MaxValue) select least + ((((long)high << 31) | (uint)low) % (most - least + 1)));

    private static PriceTierSpec Tier(long start, TokenPrice?[] classes) => new()
    {
        AboveInputTokens = start,
        Input = classes[0],
        CachedInput = classes[1],
        CacheWrite = classes[2],
        AudioInput = classes[3],
        Output = classes[4],
        Reasoning = classes[5],
        AudioOutput = classes[6],
    };
}
