using System.Collections.Frozen;
using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>English text as the documentation of the service has it: taken apart at what is no letter or digit, without stop words, stemmed. More than one word is a phrase.</summary>
internal static class FakeFullText
{
    private static readonly FrozenSet<string> StopWords =
        "a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static List<string> Words(string text) =>
    [
        .. new string([.. text.Select(static c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => !StopWords.Contains(word)).Select(Stemmer.Stem),
    ];

    /// <summary>How often the words of a term stand there one after another.</summary>
    public static int Occurrences(List<string> words, string term)
    {
        var phrase = Words(term);
        if (phrase.Count == 0) return 0;
        return Enumerable.Range(0, Math.Max(0, words.Count - phrase.Count + 1)).Count(at => words.Skip(at).Take(phrase.Count).SequenceEqual(phrase, StringComparer.Ordinal));
    }

    public static bool Contains(object? text, object? term)
    {
        if (term is not string wanted) throw new NotSupportedException("A full-text term that is no string.");
        return text is string held && Occurrences(Words(held), wanted) > 0;
    }
}
