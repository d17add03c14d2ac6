namespace AgentFunctions.Core.Resources;

/// <summary>A model alias and the targets behind it. Source: API.md, models.</summary>
public sealed record ModelSpec
{
    public IReadOnlyList<TargetSpec> Targets { get; set; } = [];

    public RoutingStrategy Strategy { get; set; } = RoutingStrategy.Priority;

    public TimeoutsSpec Timeouts { get; set; } = new();

    public RetrySpec Retry { get; set; } = new();

    public BreakerSpec Breaker { get; set; } = new();

    /// <summary>Tokens; the most a call may ask for; null for no ceiling.</summary>
    public int? MaxOutputTokens { get; set; }

    /// <summary>Tokens; the cap of a call that names none. Default 4096.</summary>
    public int DefaultOutputTokens { get; set; } = 4096;

    /// <summary>Tokens; the context window: no call can use more input, and of embeddings no entry of the input. null when not known: then a call is bounded by what it sends alone.</summary>
    public int? MaxInputTokens { get; set; }

    /// <summary>Tokens that an image, or a sound, may count at most; a document or a film counts <see cref="DocumentWeight"/> times as much. null: <see cref="DefaultMediaTokens"/>.</summary>
    public int? MediaTokens { get; set; }

    /// <summary>Tokens that the tools a provider runs itself (searches, files) may add to a call's input at most. Default 200,000.</summary>
    public int HostedToolTokens { get; set; } = 200_000;

    /// <summary>Streams hold their output step by step. null, the default: every call holds all of it from the start.</summary>
    public IncrementalHoldSpec? IncrementalHold { get; set; }

    /// <summary>What <see cref="MediaTokens"/> is when left out: above the dearest image known (48,169 tokens, gpt-4o-mini in high detail).</summary>
    public const int DefaultMediaTokens = 50_000;

    /// <summary>A document or a film has many pages or pictures.</summary>
    public const int DocumentWeight = 20;
}
