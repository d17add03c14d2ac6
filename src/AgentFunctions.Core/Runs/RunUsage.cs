using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Runs;

/// <summary>What the calls of a run came to.</summary>
/// <param name="Requests">Calls.</param>
/// <param name="Tokens">By class.</param>
/// <param name="Cost">Exact.</param>
public sealed record RunUsage(long Requests, TokenCounts Tokens, CallCost Cost)
{
    public static RunUsage operator +(RunUsage one, RunUsage other) => Add(one, other);

    public static RunUsage Add(RunUsage one, RunUsage other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (x, y) = (one.Tokens, other.Tokens);
        return new RunUsage(
            one.Requests + other.Requests,
            new TokenCounts(
                x.Input + y.Input, x.CachedInput + y.CachedInput, x.CacheWrite + y.CacheWrite, x.AudioInput + y.AudioInput, x.Output + y.Output, x.Reasoning + y.Reasoning, x.AudioOutput + y.AudioOutput),
            new CallCost(one.Cost.Total + other.Cost.Total, one.Cost.Reasoning + other.Cost.Reasoning, one.Cost.Agentic + other.Cost.Agentic));
    }
}
