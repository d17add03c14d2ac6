using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>Text as words: runs of letters and digits, lower case, without accents. Every other character separates and means nothing.</summary>
public static class TextWords
{
    /// <summary>Longest word; the rest of a longer one is left out.</summary>
    public const int MaxLength = 64;

    /// <summary>The folded words of a text, in order.</summary>
    public static List<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>(text.Length / 5 + 1);
        Span<char> word = stackalloc char[MaxLength];
        var length = 0;
        foreach (var c in Plain(text))
        {
            if (char.IsLetterOrDigit(c))
            {
                if (length < MaxLength)
                    word[length++] = PlainLetters.Of(c);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Surrogate) && length > 0)
            {
                words.Add(new string(word[..length]));
                length = 0;
            }
        }
        if (length > 0)
            words.Add(new string(word[..length]));
        return words;
    }

    /// <summary>Letters and their accents apart. Text that is no Unicode is left as it is: it must not fail a search.</summary>
    private static string Plain(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
