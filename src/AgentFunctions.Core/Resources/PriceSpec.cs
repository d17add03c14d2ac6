namespace AgentFunctions.Core.Resources;

/// <summary>Prices in USD per million tokens, decimal strings with at most 6 decimals (whole pico-dollars a token). Source: API.md, prices.</summary>
public sealed record PriceSpec
{
    /// <summary>Deployment name or pattern with a trailing <c>*</c>; null means the resource's id.</summary>
    public string? Match { get; init; }

    public required TokenPrice Input { get; init; }

    /// <summary>Missing: as input.</summary>
    public TokenPrice? CachedInput { get; init; }

    /// <summary>Missing: as input.</summary>
    public TokenPrice? CacheWrite { get; init; }

    public required TokenPrice Output { get; init; }

    /// <summary>Missing: as output.</summary>
    public TokenPrice? Reasoning { get; init; }

    public TokenPrice? AudioInput { get; init; }

    public TokenPrice? AudioOutput { get; init; }

    /// <summary>USD per request, decimal string with at most 6 decimals; missing: none.</summary>
    public string? PerRequest { get; init; }

    public IReadOnlyList<PriceTierSpec> Tiers { get; init; } = [];

    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Where the figures come from.</summary>
    public Uri? Source { get; init; }
}
