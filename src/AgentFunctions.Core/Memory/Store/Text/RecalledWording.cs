namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>Whether a text is what somebody was given before, maybe in other words around it. Unlike a merge this may err towards "the same": what it finds is there already.</summary>
/// <param name="given">What was given out.</param>
/// <param name="isWhole">Only what keeps all that was given, or adds nothing to it, is the same: for what was given in other conversations, of which one word may tell this one apart.</param>
/// <param name="work">What the comparing may take. Once that is spent nothing is found any more: see <see cref="RecallWork.IsSpent"/>.</param>
internal sealed class RecalledWording(GivenTexts given, bool isWhole, RecallWork work)
{
    /// <summary>Shorter ones are part of others by chance: only the very words are the same.</summary>
    private const int LeastWords = 4;
    private const double LeastContained = 0.8;
    private const double LeastKept = 0.9;
    private const double MostAdded = 0.5;
    private const int AlwaysMayAdd = 4;
    private static readonly char[] Ends = ['.', '!', '?', ';', '\n'];

    public static IReadOnlyList<string> SentencesOf(string text) => text.Split(Ends, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether the text, or every sentence of it, is one that was given out, without what is put around it (<see cref="RecalledFrame"/>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="counts">Which of what was given counts.</param>
    public bool Is(string text, Func<GivenText, bool> counts)
    {
        var bare = RecalledFrame.Strip(text);
        if (IsGiven(text, counts, isWhole) || IsGivenWithin(bare, counts)) return true;
        var sentences = SentencesOf(bare);
        return sentences.Count > 1 && sentences.All(sentence => IsGiven(sentence, counts, isWhole) || (RecalledFrame.Strip(sentence) is var inner && (inner.Length == 0 || IsGivenWithin(inner, counts))));
    }

    /// <summary>What is said to be somebody's word may be the news: without that, nothing that was given may be missing.</summary>
    private bool IsGivenWithin(string bare, Func<GivenText, bool> counts) =>
        IsGiven(bare, counts, isWhole) || (RecalledFrame.StripSayings(bare) is var told && told.Length < bare.Length && IsGiven(told, counts, isAll: true));

    private bool IsGiven(string text, Func<GivenText, bool> counts, bool isAll)
    {
        if (work.IsSpent) return false;
        var said = MemoryText.Of(text);
        if (given.Exactly(said.Key).Any(g => Compares(g, isAll) && counts(g))) return true;
        var bag = given.BagOf(said.Words);
        if (bag.Count < LeastWords) return false;
        var kept = new List<WordBag>();
        foreach (var one in given.Near(bag, isAll ? 0 : (int)(bag.Count * (1 - LeastContained)), work))
        {
            if (one.Bag.Count < LeastWords || !Compares(one, isAll) || !counts(one)) continue;
            work.Spend(Math.Min(bag.Words.Length, one.Bag.Words.Length));
            var overlap = bag.With(one.Bag);
            if (IsOne(bag, one.Bag, overlap, isAll)) return true;
            if (one.Bag.Count <= bag.Count && IsKept(one.Bag, overlap, isAll)) kept.Add(one.Bag);
        }

        return kept.Count >= 2 && IsJoined(bag, kept);
    }

    /// <summary>Sentences of records count by themselves where nothing of them may be missing.</summary>
    private static bool Compares(GivenText one, bool isAll) => one.IsAll || isAll;

    private static bool IsOne(WordBag text, WordBag given, WordOverlap overlap, bool isAll)
    {
        // A number, a name or a negation that was not given makes it news.
        if (overlap.AddedDecisive > 0) return false;
        if (isAll ? overlap is { Added: 0, LostDecisive: 0 } : overlap.Added <= text.Count * (1 - LeastContained)) return true;
        return IsKept(given, overlap, isAll) && overlap.Added <= Math.Max(AlwaysMayAdd, given.Count * MostAdded);
    }

    /// <summary>Several that were given, in one sentence.</summary>
    private static bool IsJoined(WordBag text, List<WordBag> kept)
    {
        var known = kept.SelectMany(static g => g.Words).ToHashSet();
        var (added, decisive) = (text.Count, text.DecisiveCount);
        for (var i = 0; i < text.Words.Length; i++)
        {
            if (!known.Contains(text.Words[i])) continue;
            added -= text.Times[i];
            decisive -= text.Decisive[i];
        }

        return added <= AlwaysMayAdd && decisive == 0;
    }

    private static bool IsKept(WordBag given, WordOverlap overlap, bool isAll) => overlap.Kept >= given.Count * (isAll ? 1 : LeastKept);
}
