using System.Globalization;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>The usage a provider reports.</summary>
internal sealed record PlannedTokens(long Input, long Cached, long CacheWrite, long AudioInput, long Output, long Reasoning, long AudioOutput)
{
    public static PlannedTokens Plain(long input, long output) => new(input, 0, 0, 0, output, 0, 0);

    /// <summary>As chat and embeddings spell it.</summary>
    public string ToChat() => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"prompt_tokens":{{{Input}}},"completion_tokens":{{{Output}}},"total_tokens":{{{Input + Output}}},"prompt_tokens_details":{"cached_tokens":{{{Cached}}},"cache_write_tokens":{{{CacheWrite}}},"audio_tokens":{{{AudioInput}}}},"completion_tokens_details":{"reasoning_tokens":{{{Reasoning}}},"audio_tokens":{{{AudioOutput}}}}}""");

    /// <summary>As responses spell it.</summary>
    public string ToResponses() => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"input_tokens":{{Input}},"input_tokens_details":{"cached_tokens":{{Cached}},"cache_write_tokens":{{CacheWrite}}},"output_tokens":{{Output}},"output_tokens_details":{"reasoning_tokens":{{Reasoning}}},"total_tokens":{{Input + Output}}}""");
}
