namespace AgentFunctions.Core.Resources;

/// <summary>Prices from a size of input upwards; the whole request is priced at the tier its input reaches. Missing prices are the base's.</summary>
public sealed record PriceTierSpec
{
    public required long AboveInputTokens { get; init; }

    public TokenPrice? Input { get; set; }

    public TokenPrice? CachedInput { get; set; }

    public TokenPrice? CacheWrite { get; set; }

    public TokenPrice? Output { get; set; }

    public TokenPrice? Reasoning { get; set; }

    public TokenPrice? AudioInput { get; set; }

    public TokenPrice? AudioOutput { get; set; }
}
