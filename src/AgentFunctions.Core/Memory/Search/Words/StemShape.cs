namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>The conditions of Porter's rules.</summary>
internal static class StemShape
{
    /// <summary>How often a vowel is followed by a consonant.</summary>
    public static int Measure(ReadOnlySpan<char> word)
    {
        var measure = 0;
        var wasVowel = false;
        for (var i = 0; i < word.Length; i++)
        {
            var isVowel = IsVowel(word, i);
            if (wasVowel && !isVowel)
                measure++;
            wasVowel = isVowel;
        }
        return measure;
    }

    public static bool HasVowel(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (IsVowel(word, i))
                return true;
        }
        return false;
    }

    public static bool EndsDouble(ReadOnlySpan<char> word) => word.Length > 1 && word[^1] == word[^2] && !IsVowel(word, word.Length - 1);

    /// <summary>Consonant, vowel, consonant other than w, x, y: "hop".</summary>
    public static bool EndsShort(ReadOnlySpan<char> word) =>
        word.Length > 2 && !IsVowel(word, word.Length - 1) && IsVowel(word, word.Length - 2) && !IsVowel(word, word.Length - 3) && word[^1] is not ('w' or 'x' or 'y');

    private static bool IsVowel(ReadOnlySpan<char> word, int at)
    {
        if (word[at] is 'a' or 'e' or 'i' or 'o' or 'u')
            return true;
        // y is a vowel behind a consonant; a run of them alternates.
        return word[at] == 'y' && at > 0 && !IsVowel(word, at - 1);
    }
}
