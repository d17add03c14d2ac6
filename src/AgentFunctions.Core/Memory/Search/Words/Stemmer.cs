namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>Porter's algorithm (An algorithm for suffix stripping, 1980), as full-text engines know it; words with other than a-z stay as they are.</summary>
public static class Stemmer
{
    private static readonly (string From, string To)[] Second =
    [
        ("ational", "ate"), ("ization", "ize"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("tional", "tion"), ("biliti", "ble"), ("entli", "ent"), ("ousli", "ous"), ("ation", "ate"), ("alism", "al"),
        ("aliti", "al"), ("iviti", "ive"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("alli", "al"), ("ator", "ate"), ("logi", "log"), ("bli", "ble"), ("eli", "e"),
    ];

    private static readonly (string From, string To)[] Third = [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ness", ""), ("ful", "")];

    private static readonly string[] Fourth =
        ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ion", "ism", "ate", "iti", "ous", "ive", "ize", "al", "er", "ic", "ou"];

    public static string Stem(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length <= 2 || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
            return word;
        var w = Plural(word);
        w = Past(w);
        if (w.EndsWith('y') && StemShape.HasVowel(w.AsSpan(0, w.Length - 1)))
            w = w[..^1] + "i";
        w = Replace(Replace(w, Second), Third);
        w = Strip(w);
        return Tidy(w);
    }

    private static string Plural(string w)
    {
        if (!w.EndsWith('s'))
            return w;
        if (w.EndsWith("sses", StringComparison.Ordinal) || w.EndsWith("ies", StringComparison.Ordinal))
            return w[..^2];
        return w.EndsWith("ss", StringComparison.Ordinal) ? w : w[..^1];
    }

    private static string Past(string w)
    {
        if (w.EndsWith("eed", StringComparison.Ordinal))
            return StemShape.Measure(w.AsSpan(0, w.Length - 3)) > 0 ? w[..^1] : w;
        var cut = w.EndsWith("ed", StringComparison.Ordinal) ? 2 : w.EndsWith("ing", StringComparison.Ordinal) ? 3 : 0;
        if (cut == 0 || !StemShape.HasVowel(w.AsSpan(0, w.Length - cut)))
            return w;
        w = w[..^cut];
        if (w.EndsWith("at", StringComparison.Ordinal) || w.EndsWith("bl", StringComparison.Ordinal) || w.EndsWith("iz", StringComparison.Ordinal))
            return w + "e";
        if (StemShape.EndsDouble(w) && w[^1] is not ('l' or 's' or 'z'))
            return w[..^1];
        return StemShape.Measure(w) == 1 && StemShape.EndsShort(w) ? w + "e" : w;
    }

    private static string Replace(string w, (string From, string To)[] rules)
    {
        foreach (var (from, to) in rules)
        {
            if (w.EndsWith(from, StringComparison.Ordinal))
                return StemShape.Measure(w.AsSpan(0, w.Length - from.Length)) > 0 ? string.Concat(w.AsSpan(0, w.Length - from.Length), to) : w;
        }
        return w;
    }

    private static string Strip(string w)
    {
        foreach (var suffix in Fourth)
        {
            if (!w.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            var rest = w.AsSpan(0, w.Length - suffix.Length);
            return StemShape.Measure(rest) > 1 && (suffix != "ion" || (rest.Length > 0 && rest[^1] is 's' or 't')) ? rest.ToString() : w;
        }
        return w;
    }

    private static string Tidy(string w)
    {
        if (w.EndsWith('e'))
        {
            var measure = StemShape.Measure(w.AsSpan(0, w.Length - 1));
            if (measure > 1 || (measure == 1 && !StemShape.EndsShort(w.AsSpan(0, w.Length - 1))))
                w = w[..^1];
        }
        return w.EndsWith("ll", StringComparison.Ordinal) && StemShape.Measure(w) > 1 ? w[..^1] : w;
    }
}
