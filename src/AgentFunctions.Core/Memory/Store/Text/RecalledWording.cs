namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>Whether a text is what somebody was given before, maybe in other words around it. Unlike a merge this may err towards "the same": what it finds is there already.</summary>
internal static class RecalledWording
{
    /// <summary>Shorter ones are said again by chance.</summary>
    private const int LeastWords = 4;
    private const double LeastContained = 0.8;
    private const double MostAdded = 0.5;
    private const int AlwaysMayAdd = 4;
    private static readonly char[] Ends = ['.', '!', '?', ';', '\n'];

    /// <summary>Whether every sentence of the text is one that was given out.</summary>
    public static bool Is(string text, IReadOnlyList<MemoryText> given)
    {
        if (given.Count == 0) return false;
        if (given.Any(g => IsOne(MemoryText.Of(text), g))) return true;
        var sentences = text.Split(Ends, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return sentences.Length > 1 && sentences.All(sentence => given.Any(g => IsOne(MemoryText.Of(sentence), g)));
    }

    private static bool IsOne(MemoryText text, MemoryText given)
    {
        if (text.Words.Count < LeastWords || given.Words.Count < LeastWords) return false;
        var known = given.Words.Select(static w => w.Stem).ToHashSet(StringComparer.Ordinal);
        var added = text.Words.Where(w => !known.Contains(w.Stem)).ToList();

        // A number, a name or a negation that was not given makes it news.
        if (added.Any(static w => w.IsDecisive)) return false;
        if (added.Count <= text.Words.Count * (1 - LeastContained)) return true;
        var said = text.Words.Select(static w => w.Stem).ToHashSet(StringComparer.Ordinal);
        var kept = given.Words.Count(w => said.Contains(w.Stem));
        return kept >= given.Words.Count * 0.9 && added.Count <= Math.Max(AlwaysMayAdd, given.Words.Count * MostAdded);
    }
}
