namespace AgentFunctions.Core.Resources;

/// <summary>Prices from a size of input upwards; the whole request is priced at the tier its input reaches. Missing prices are the base's.</summary>
public sealed record PriceTierSpec
{
    public required long AboveInputTokens { get; init; }

    public TokenPrice? Input { get; init; }

    public TokenPrice? CachedInput { get; init; }

    public TokenPrice? CacheWrite { get; init; }

    public TokenPrice? Output { get; init; }

    public TokenPrice? Reasoning { get; init; }

    public TokenPrice? AudioInput { get; init; }

    public TokenPrice? AudioOutput { get; init; }
}
