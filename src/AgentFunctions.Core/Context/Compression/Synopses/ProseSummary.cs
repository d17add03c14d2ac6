using System.Buffers;
using System.Text;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>The sentences of a prose text that say most, in their order, verbatim: those with numbers, names, decisions and errors, and the first.</summary>
internal static class ProseSummary
{
    private const int LongestSentence = 400;
    private const int MostSentences = 4_000;

    private static readonly SearchValues<string> Telling = SearchValues.Create(
        ["must", "never", "always", "only", "error", "fail", "decid", "because", "deadline", "limit", "require", "approv", "cause", "total", "agreed", "important", "within", "at most", "at least"],
        StringComparison.OrdinalIgnoreCase);

    public static string Of(string text, int mostChars)
    {
        var sentences = Split(text);
        var ranked = Enumerable.Range(0, sentences.Count).OrderByDescending(index => Score(text.AsSpan()[sentences[index]], index)).ThenBy(static index => index);
        SortedSet<int> chosen = [];
        var left = mostChars;
        foreach (var index in ranked)
        {
            var length = sentences[index].GetOffsetAndLength(text.Length).Length + 1;
            if (length > left && chosen.Count > 0) continue;
            chosen.Add(index);
            left -= length;
            if (left < 40) break;
        }

        return Write(text, sentences, chosen, Math.Min(LongestSentence, mostChars));
    }

    private static string Write(string text, List<Range> sentences, SortedSet<int> chosen, int longest)
    {
        var output = new StringBuilder();
        var next = 0;
        foreach (var index in chosen)
        {
            if (index > next) output.Append("… ");
            output.Append(TextCut.Short(text.AsSpan()[sentences[index]].Trim(), longest)).Append(' ');
            next = index + 1;
        }

        return output.ToString().TrimEnd();
    }

    private static List<Range> Split(string text)
    {
        List<Range> sentences = [];
        var start = 0;
        for (var index = 0; index < text.Length && sentences.Count < MostSentences; index++)
        {
            var ends = text[index] == '\n' || SentenceEnds.At(text, start, index) || index - start >= LongestSentence;
            if (!ends && index + 1 < text.Length) continue;
            if (index > start && char.IsHighSurrogate(text[index])) continue;
            if (!text.AsSpan()[start..(index + 1)].IsWhiteSpace()) sentences.Add(start..(index + 1));
            start = index + 1;
        }

        return sentences;
    }

    private static int Score(ReadOnlySpan<char> sentence, int index)
    {
        var score = index == 0 ? 3 : 0;
        if (sentence.ContainsAnyInRange('0', '9')) score += 3;
        if (sentence.ContainsAny(Telling)) score += 3;
        if (sentence.Trim().StartsWith("#")) score += 1;
        if (sentence.Length is > 30 and < 240) score += 1;
        return score;
    }
}
