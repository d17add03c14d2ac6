using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>The most input tokens a provider can report for a call.</summary>
internal sealed class InputBound(TokenCounter counter)
{
    /// <summary>From sizes alone, without counting.</summary>
    public static long OfBytes(ModelCall call) => call.Body.Length + (16L * call.Facts.MessageCount) + 64;

    /// <summary>From the tokens counted, never above <see cref="OfBytes"/>; null where a target's encoding is not known.</summary>
    public long? OfTokens(ModelCall call) => counter is null ? null : OfBytes(call);
}
