namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>Whether a text resembles what was given, whatever number, name, negation or subject is another: news maybe, of which there cannot be many.</summary>
/// <param name="given">What was given out.</param>
/// <param name="counts">Which of it counts.</param>
/// <param name="work">What the comparing may take.</param>
internal sealed class RecalledLikeness(GivenTexts given, Func<GivenText, bool> counts, RecallWork work)
{
    private const int LeastWords = 3;

    /// <summary>Of a sentence, this share was given in one sentence; or this share of one that was given stands in it.</summary>
    private const double LeastContained = 0.75;
    private const double LeastKept = 1 - GivenTexts.MostLost;

    /// <summary>Of a text, this share stands in sentences that resemble such.</summary>
    private const double LeastAlike = 1 / 3.0;

    public bool Is(string text)
    {
        var (all, alike) = (0, 0);
        foreach (var sentence in RecalledWording.SentencesOf(RecalledFrame.Strip(text)))
        {
            var bag = given.BagOf(MemoryWords.Of(sentence));
            all += bag.Count;
            if (IsAlike(bag)) alike += bag.Count;
        }

        return alike > 0 && alike >= all * LeastAlike;
    }

    private bool IsAlike(WordBag sentence)
    {
        if (sentence.Count < LeastWords || work.IsSpent) return false;
        foreach (var one in given.Near(sentence, (int)(sentence.Count * (1 - LeastContained)), work))
        {
            if (!one.IsSentence || one.Bag.Count < LeastWords || !counts(one)) continue;
            work.Spend(Math.Min(sentence.Words.Length, one.Bag.Words.Length));
            var overlap = sentence.With(one.Bag);
            if (overlap.Added <= sentence.Count * (1 - LeastContained) || overlap.Kept >= one.Bag.Count * LeastKept) return true;
        }

        return false;
    }
}
