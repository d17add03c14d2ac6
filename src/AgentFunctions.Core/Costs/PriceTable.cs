using System.Runtime.CompilerServices;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Costs;

/// <summary>What is worked out of a price once: a call needs it for each of its targets.</summary>
internal sealed class PriceTable
{
    /// <summary>A price a request is given in USD, a price a token in USD per million.</summary>
    private const long TokensPerRequestPrice = 1_000_000;

    private static readonly ConditionalWeakTable<PriceSpec, PriceTable> Tables = [];
    private readonly PriceRates[] _tiers;

    private PriceTable(PriceSpec price)
    {
        _tiers = [PriceRates.Of(price, null), .. price.Tiers.OrderBy(static tier => tier.AboveInputTokens).Select(tier => PriceRates.Of(price, tier))];
        if (TokenPrice.TryParse(price.PerRequest, out var perRequest)) PerRequest = (Int128)perRequest.PicoDollarsPerToken * TokensPerRequestPrice;
    }

    /// <summary>Pico-dollars.</summary>
    public Int128 PerRequest { get; }

    public static PriceTable Of(PriceSpec price) => Tables.GetValue(price, static spec => new PriceTable(spec));

    /// <summary>The last tier whose start the input is above; the whole request costs what it says.</summary>
    public ref readonly PriceRates Tier(long input)
    {
        var tier = _tiers.Length - 1;
        while (tier > 0 && input <= _tiers[tier].Above) tier--;
        return ref _tiers[tier];
    }

    /// <summary>The most that any split of so many tokens over the classes costs, in any tier they can reach. Pico-dollars.</summary>
    public Int128 Dearest(long maxInput, long maxOutput)
    {
        Int128 dearest = 0;
        for (var i = 0; i < _tiers.Length; i++)
        {
            ref readonly var tier = ref _tiers[i];
            if (i > 0 && maxInput <= tier.Above) break;

            // No more input than this is ever priced here: the next tier begins above it.
            var input = i + 1 < _tiers.Length ? Math.Min(maxInput, _tiers[i + 1].Above) : maxInput;
            var cost = ((Int128)input * tier.DearestInput) + ((Int128)maxOutput * tier.DearestOutput);
            if (cost > dearest) dearest = cost;
        }

        return dearest + PerRequest;
    }
}
