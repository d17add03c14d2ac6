namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>Whether a text is what somebody was given before, maybe in other words around it. Unlike a merge this may err towards "the same": what it finds is there already.</summary>
internal static class RecalledWording
{
    /// <summary>Shorter ones are part of others by chance: only the very words are the same.</summary>
    private const int LeastWords = 4;
    private const double LeastContained = 0.8;
    private const double LeastKept = 0.9;
    private const double MostAdded = 0.5;
    private const int AlwaysMayAdd = 4;
    private static readonly char[] Ends = ['.', '!', '?', ';', '\n'];

    /// <summary>Whether the text, or every sentence of it, is one that was given out, without what is put around it (<see cref="RecalledFrame"/>).</summary>
    /// <param name="text">The text.</param>
    /// <param name="given">What was given out.</param>
    /// <param name="isWhole">Only what keeps all that was given, or adds nothing to it, is the same: for what was given in other conversations, of which one word may tell this one apart.</param>
    public static bool Is(string text, IReadOnlyList<MemoryText> given, bool isWhole = false)
    {
        if (given.Count == 0) return false;
        var bare = RecalledFrame.Strip(text);
        if (IsGiven(text, given, isWhole) || IsGiven(bare, given, isWhole)) return true;
        var sentences = SentencesOf(bare);
        return sentences.Count > 1 && sentences.All(sentence => IsGiven(sentence, given, isWhole) || (RecalledFrame.Strip(sentence) is var inner && (inner.Length == 0 || IsGiven(inner, given, isWhole))));
    }

    public static IReadOnlyList<string> SentencesOf(string text) => text.Split(Ends, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static bool IsGiven(string text, IReadOnlyList<MemoryText> given, bool isWhole)
    {
        var said = MemoryText.Of(text);
        return given.Any(g => IsOne(said, g, isWhole)) || IsJoined(said, given, isWhole);
    }

    private static bool IsOne(MemoryText text, MemoryText given, bool isWhole)
    {
        if (text.Key == given.Key) return true;
        if (text.Words.Count < LeastWords || given.Words.Count < LeastWords) return false;
        var added = AddedTo(text, given.Stems);

        // A number, a name or a negation that was not given makes it news.
        if (added.Exists(static w => w.IsDecisive)) return false;
        if (isWhole ? added.Count == 0 && given.Words.All(w => !w.IsDecisive || text.Stems.Contains(w.Stem)) : added.Count <= text.Words.Count * (1 - LeastContained)) return true;
        return IsKept(given, text.Stems, isWhole) && added.Count <= Math.Max(AlwaysMayAdd, given.Words.Count * MostAdded);
    }

    /// <summary>Several that were given, in one sentence.</summary>
    private static bool IsJoined(MemoryText text, IReadOnlyList<MemoryText> given, bool isWhole)
    {
        var kept = given.Where(g => g.Words.Count >= LeastWords && g.Words.Count <= text.Words.Count && IsKept(g, text.Stems, isWhole)).ToList();
        if (kept.Count < 2) return false;
        var added = AddedTo(text, kept.SelectMany(static g => g.Words).Select(static w => w.Stem).ToHashSet(StringComparer.Ordinal));
        return added.Count <= AlwaysMayAdd && !added.Exists(static w => w.IsDecisive);
    }

    private static bool IsKept(MemoryText given, IReadOnlySet<string> said, bool isWhole) => given.Words.Count(w => said.Contains(w.Stem)) >= given.Words.Count * (isWhole ? 1 : LeastKept);

    private static List<MemoryWord> AddedTo(MemoryText text, IReadOnlySet<string> known) => [.. text.Words.Where(w => !known.Contains(w.Stem))];
}
