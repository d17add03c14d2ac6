namespace AgentFunctions.Core.Context.Metrics;

/// <summary>How much of a context was of no use, in tokens of the messages as they were given.</summary>
/// <param name="Tokens">All of it.</param>
/// <param name="ResultTokens">Results of tools.</param>
/// <param name="UnreferencedTokens">Results of which no later step used a value (the newest results are not judged).</param>
/// <param name="DuplicateTokens">Results that stand earlier in the context, the same or nearly so.</param>
/// <param name="StaleTokens">Results of calls that were made again later, and results that nobody referred to for a long time.</param>
/// <param name="Tools">The same by tool, dearest first, at most 20.</param>
/// <param name="Advice">What to do about it, in words for a developer; empty when nothing stands out.</param>
public sealed record ContextPollution(
    int Tokens, int ResultTokens, int UnreferencedTokens, int DuplicateTokens, int StaleTokens, IReadOnlyList<ToolPollution> Tools, IReadOnlyList<string> Advice)
{
    /// <summary>The share of the context that no later step referred to, 0..1.</summary>
    public double UnreferencedShare => Share(UnreferencedTokens);

    /// <summary>The share of duplicates, 0..1.</summary>
    public double DuplicateShare => Share(DuplicateTokens);

    /// <summary>The share of stale results, 0..1.</summary>
    public double StaleShare => Share(StaleTokens);

    private double Share(int tokens) => Tokens == 0 ? 0 : (double)tokens / Tokens;
}
