namespace AgentFunctions.Core.Costs;

/// <summary>Tokens by class. Cached, cache-write and audio input are part of <see cref="Input"/>; reasoning and audio output are part of <see cref="Output"/>.</summary>
public readonly record struct TokenCounts(long Input, long CachedInput, long CacheWrite, long AudioInput, long Output, long Reasoning, long AudioOutput)
{
    public long Total => Input + Output;
}
