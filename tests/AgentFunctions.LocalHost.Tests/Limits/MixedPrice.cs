using System.Numerics;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>A price with every class and two tiers, and what it comes to: worked out here from the rule in docs/prices.md with big integers, beside the product's own arithmetic.</summary>
internal static class MixedPrice
{
    public const string Spec = """
        {"input":"1.234567","cachedInput":"0.123457","cacheWrite":"1.500001","audioInput":"40.000003","output":"9.876543","reasoning":"12.000007","audioOutput":"80.000009","perRequest":"0.000123",
         "tiers":[{"aboveInputTokens":60,"input":"2.345678","output":"19.000001"},{"aboveInputTokens":140,"input":"3.000003","cachedInput":"0.333333","cacheWrite":"4.100000","audioInput":"50.5","output":"29.999999","reasoning":"31","audioOutput":"99.123456"}]}
        """;

    private const long PerRequestPico = 123_000_000;
    private static readonly Rates Base = new(1_234_567, 123_457, 1_500_001, 40_000_003, 9_876_543, 12_000_007, 80_000_009);
    private static readonly Rates Above60 = Base with { Input = 2_345_678, Output = 19_000_001 };
    private static readonly Rates Above140 = new(3_000_003, 333_333, 4_100_000, 50_500_000, 29_999_999, 31_000_000, 99_123_456);

    /// <summary>Nano-dollars: the exact sum in pico-dollars, rounded up once.</summary>
    public static BigInteger Cost(PlannedTokens tokens)
    {
        var rates = tokens.Input > 140 ? Above140 : tokens.Input > 60 ? Above60 : Base;
        BigInteger pico = PerRequestPico;
        pico += new BigInteger(tokens.Input - tokens.Cached - tokens.CacheWrite - tokens.AudioInput) * rates.Input;
        pico += new BigInteger(tokens.Cached) * rates.Cached;
        pico += new BigInteger(tokens.CacheWrite) * rates.CacheWrite;
        pico += new BigInteger(tokens.AudioInput) * rates.AudioInput;
        pico += new BigInteger(tokens.Output - tokens.Reasoning - tokens.AudioOutput) * rates.Output;
        pico += new BigInteger(tokens.Reasoning) * rates.Reasoning;
        pico += new BigInteger(tokens.AudioOutput) * rates.AudioOutput;
        return (pico + 999) / 1_000;
    }

    private sealed record Rates(long Input, long Cached, long CacheWrite, long AudioInput, long Output, long Reasoning, long AudioOutput);
}
