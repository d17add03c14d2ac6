namespace AgentFunctions.Gateway.Models.Answers;

/// <summary>Tokens by class, as a provider reports them. Cached and audio input are part of input; reasoning and audio output are part of output. Not reported: the provider said nothing and the figures are zero.</summary>
public readonly record struct ModelUsage(
    bool IsReported,
    long InputTokens,
    long CachedInputTokens,
    long CacheWriteTokens,
    long AudioInputTokens,
    long OutputTokens,
    long ReasoningTokens,
    long AudioOutputTokens);
