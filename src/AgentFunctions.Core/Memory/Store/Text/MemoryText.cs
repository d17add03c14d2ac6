namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>
/// A text by its words. What is called the same here may lose its wording when it is merged, so all doubt is for "not the same": words in another order, another number, name or negation, or one word replaced by another make
/// another text.
/// </summary>
internal sealed class MemoryText
{
    /// <summary>Of the longer text, this part may be words that the shorter lacks.</summary>
    private const int WordsForOneMore = 10;

    private readonly string _exact;
    private readonly List<MemoryWord> _words;

    private MemoryText(string exact, List<MemoryWord> words) => (_exact, _words) = (exact, words);

    public IReadOnlyList<MemoryWord> Words => _words;

    /// <summary>For texts without words.</summary>
    public string Exact => _exact;

    public static MemoryText Of(string text) => new(text.Trim(), MemoryWords.Of(text));

    /// <summary>Whether the two say the same: the words of one are those of the other, in their order, but for a few that decide nothing.</summary>
    public bool IsSameAs(MemoryText other)
    {
        if (_words.Count == 0 || other._words.Count == 0) return _words.Count == other._words.Count && _exact == other._exact;
        var (shorter, longer) = _words.Count <= other._words.Count ? (_words, other._words) : (other._words, _words);
        var room = longer.Count / WordsForOneMore;
        if (longer.Count - shorter.Count > room) return false;
        var matched = 0;
        foreach (var word in longer)
        {
            if (matched < shorter.Count && shorter[matched].Stem == word.Stem) matched++;
            else if (word.IsDecisive) return false;
        }

        return matched == shorter.Count;
    }
}
