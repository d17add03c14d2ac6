using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>Takes text apart into the words that it is compared by.</summary>
internal static class MemoryWords
{
    /// <summary>Words that change nothing of what is said.</summary>
    private static readonly FrozenSet<string> Fillers = new[] { "a", "an", "the", "really", "very", "just", "quite", "please", "well", "actually", "simply" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>And words that take most of it back.</summary>
    private static readonly FrozenSet<string> Negations = new[]
    {
        "no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot", "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "cant", "wont", "couldnt", "shouldnt", "wouldnt", "hasnt",
        "havent", "hadnt", "rarely", "hardly", "seldom", "barely", "scarcely", "nicht", "kein", "keine", "keinen", "keiner", "nie", "niemals", "ohne", "kaum", "selten",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words that make something hold for less, or for something else.</summary>
    private static readonly FrozenSet<string> Limits = new[] { "only", "except", "unless", "until", "if", "almost", "nearly", "nur", "ausser", "wenn" }.ToFrozenSet(StringComparer.Ordinal);

    public static List<MemoryWord> Of(string text)
    {
        var words = new List<MemoryWord>();
        var startsSentence = true;
        for (var i = 0; i < text.Length;)
        {
            if (!IsWord(text, i))
            {
                if (text[i] is '.' or '!' or '?' or '\n' or ':') startsSentence = true;
                i++;
                continue;
            }

            var end = i;
            while (end < text.Length && (IsWord(text, end) || IsInner(text, end))) end++;
            if (WordOf(text, i, end, startsSentence) is { } word) words.Add(word);
            startsSentence = false;
            i = end;
        }

        return words;
    }

    private static MemoryWord? WordOf(string text, int start, int end, bool startsSentence)
    {
        var written = text[start..end];
        var folded = Fold(written);
        if (folded.Length == 0 || Fillers.Contains(folded)) return null;
        var isNumber = written.AsSpan().ContainsAnyInRange('0', '9');
        if (isNumber && start > 0 && text[start - 1] == '-' && (start == 1 || char.IsWhiteSpace(text[start - 2]))) folded = "-" + folded;
        var isName = char.IsUpper(written[0]) && !startsSentence && written.Length > 1;
        var stem = !isNumber && folded.Length > 3 && folded[^1] == 's' && folded[^2] != 's' ? folded[..^1] : folded;
        return new MemoryWord(stem, isNumber || isName || Negations.Contains(folded), Limits.Contains(folded));
    }

    private static bool IsWord(string text, int i) => char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i]) || char.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark;

    /// <summary>An apostrophe within a word, or a point within a number.</summary>
    private static bool IsInner(string text, int i)
    {
        if (i == 0 || i + 1 >= text.Length) return false;
        return text[i] switch
        {
            '\'' or '’' => char.IsLetter(text[i - 1]) && char.IsLetter(text[i + 1]),
            '.' or ',' => char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]),
            _ => false,
        };
    }

    private static string Fold(string word)
    {
        if (Ascii.IsValid(word)) return word.Replace("'", "", StringComparison.Ordinal).ToLowerInvariant();
        var folded = new StringBuilder(word.Length);
        foreach (var c in Normalize(word))
            if (char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && c is not ('\'' or '’')) folded.Append(char.ToLowerInvariant(c));
        return folded.ToString();
    }

    private static string Normalize(string word)
    {
        try
        {
            return word.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair: compared as it is.
            return word;
        }
    }
}
