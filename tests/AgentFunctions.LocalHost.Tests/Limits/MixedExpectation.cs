using System.Numerics;
using Microsoft.ML.Tokenizers;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>What a planned call must be charged, attempt by attempt.</summary>
internal static class MixedExpectation
{
    /// <summary>What docs/tokens.md counts around a chat: 3 a call and 3 a message.</summary>
    private const int AroundOneMessage = 6;

    private static readonly TiktokenTokenizer Tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");

    public static IEnumerable<(PlannedTokens Tokens, bool IsCounted, BigInteger Cost)> Attempts(PlannedCall plan)
    {
        for (var i = 0; i < plan.Failures; i++) yield return (PlannedTokens.Plain(0, 0), false, 0);
        if (plan.BreaksFirst) yield return Counted(PlannedTokens.Plain(Input(plan), 0));
        if (plan.IsCounted) yield return Counted(PlannedTokens.Plain(Input(plan), plan.Surface == PlannedSurface.Embeddings ? 0 : Math.Min(plan.Choices * Count(plan.Delivered), plan.MaxTokens * plan.Choices)));
        else yield return (plan.Tokens!, false, MixedPrice.Cost(plan.Tokens!));
    }

    /// <summary>What a race may be charged: what the provider said, or what was counted of one of the pieces that came through.</summary>
    public static bool IsRace(PlannedCall plan, StoredUsage last) => last.IsCounted
        ? last.InputTokens == Input(plan) && last.Cost == MixedPrice.Cost(PlannedTokens.Plain(last.InputTokens, last.OutputTokens))
            && Enumerable.Range(plan.RacesAfter!.Value, plan.Pieces.Count + 1 - plan.RacesAfter.Value).Any(came => last.OutputTokens == Math.Min(Count(string.Concat(plan.Pieces.Take(came))), plan.MaxTokens))
        : last.Cost == MixedPrice.Cost(plan.Tokens!) && (last.InputTokens, last.OutputTokens) == (plan.Tokens!.Input, plan.Tokens.Output);

    private static (PlannedTokens Tokens, bool IsCounted, BigInteger Cost) Counted(PlannedTokens tokens) => (tokens, true, MixedPrice.Cost(tokens));

    private static long Input(PlannedCall plan) => Count(plan.Prompt) + (plan.Surface == PlannedSurface.Embeddings ? 0 : AroundOneMessage);

    private static long Count(string text) => text.Length == 0 ? 0 : Tokenizer.CountTokens(text);
}
