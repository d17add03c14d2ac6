using System.Globalization;

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
    private readonly Lazy<HashSet<string>> _stems;

    private MemoryText(string exact, List<MemoryWord> words) => (_exact, _words, _stems) = (exact, words, new(() => words.Select(static w => w.Stem).ToHashSet(StringComparer.Ordinal)));

    public IReadOnlyList<MemoryWord> Words => _words;

    /// <summary>Each word once.</summary>
    public IReadOnlySet<string> Stems => _stems.Value;

    /// <summary>For texts without words.</summary>
    public string Exact => _exact;

    /// <summary>What texts of the same words have in common: their words in order, or the text where it has none.</summary>
    public string Key => _words.Count == 0 ? _exact : string.Join(' ', _words.Select(static w => w.Stem));

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
            else if (word.IsDecisive || word.IsLimit) return false;
        }

        return matched == shorter.Count;
    }

    /// <summary>Whether the two are the same words in the same order, whatever their case, accents, plural, fillers and punctuation; and ask or state, count and compare the same.</summary>
    public bool HasWordsOf(MemoryText other) => Key == other.Key && Signs(_exact).SequenceEqual(Signs(other._exact));

    private static IEnumerable<char> Signs(string text) => text.Where(static c => c is '%' or '?' || (c is not ('|' or '~') && char.GetUnicodeCategory(c) is UnicodeCategory.CurrencySymbol or UnicodeCategory.MathSymbol));
}
