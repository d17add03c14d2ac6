namespace AgentFunctions.Core.Resources;

/// <summary>Prices in USD per million tokens, decimal strings with at most 6 decimals (whole pico-dollars a token). Source: API.md, prices.</summary>
public sealed record PriceSpec
{
    /// <summary>Deployment name or pattern with a trailing <c>*</c>; null means the resource's id.</summary>
    public string? Match { get; set; }

    public required TokenPrice Input { get; init; }

    /// <summary>Missing: as input.</summary>
    public TokenPrice? CachedInput { get; set; }

    /// <summary>Missing: as input.</summary>
    public TokenPrice? CacheWrite { get; set; }

    public required TokenPrice Output { get; init; }

    /// <summary>Missing: as output.</summary>
    public TokenPrice? Reasoning { get; set; }

    public TokenPrice? AudioInput { get; set; }

    public TokenPrice? AudioOutput { get; set; }

    /// <summary>USD per request, decimal string with at most 6 decimals; missing: none.</summary>
    public string? PerRequest { get; set; }

    public IReadOnlyList<PriceTierSpec> Tiers { get; set; } = [];

    public DateTimeOffset? EffectiveFrom { get; set; }

    /// <summary>Where the figures come from.</summary>
    public Uri? Source { get; set; }
}
