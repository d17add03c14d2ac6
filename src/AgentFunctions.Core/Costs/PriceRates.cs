using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Costs;

/// <summary>The prices of one tier with every missing one filled in, in pico-dollars a token.</summary>
internal readonly record struct PriceRates(long Above, long Input, long CachedInput, long CacheWrite, long AudioInput, long Output, long Reasoning, long AudioOutput)
{
    public long DearestInput => Math.Max(Math.Max(Input, CachedInput), Math.Max(CacheWrite, AudioInput));

    public long DearestOutput => Math.Max(Output, Math.Max(Reasoning, AudioOutput));

    /// <summary>A class a tier does not name costs what the base says; one that neither names costs as the tier's plain input or output.</summary>
    public static PriceRates Of(PriceSpec price, PriceTierSpec? tier)
    {
        var input = tier?.Input ?? price.Input;
        var output = tier?.Output ?? price.Output;
        return new PriceRates(
            tier?.AboveInputTokens ?? -1,
            input.PicoDollarsPerToken,
            (tier?.CachedInput ?? price.CachedInput ?? input).PicoDollarsPerToken,
            (tier?.CacheWrite ?? price.CacheWrite ?? input).PicoDollarsPerToken,
            (tier?.AudioInput ?? price.AudioInput ?? input).PicoDollarsPerToken,
            output.PicoDollarsPerToken,
            (tier?.Reasoning ?? price.Reasoning ?? output).PicoDollarsPerToken,
            (tier?.AudioOutput ?? price.AudioOutput ?? output).PicoDollarsPerToken);
    }
}
