using System.Buffers;

namespace AgentFunctions.Core.Context.Compression.Logs;

/// <summary>Words of a line of a log: what stands between blanks, brackets, quotes and the like.</summary>
internal static class LogWords
{
    private const int LongestName = 32;

    private static readonly SearchValues<char> Separators = SearchValues.Create(" =,;\"'[](){}/?&|\t");

    /// <summary>A hash of the line without what differs from line to line: words that hold a digit.</summary>
    public static ulong Mask(ReadOnlySpan<char> line)
    {
        ulong hash = 14695981039346656037;
        while (true)
        {
            var end = line.IndexOfAny(Separators);
            var word = end < 0 ? line : line[..end];
            hash = (hash ^ Hash(word)) * 1099511628211;
            if (end < 0) return hash;
            hash = (hash ^ line[end]) * 1099511628211;
            line = line[(end + 1)..];
        }
    }

    /// <summary>The words that hold a digit.</summary>
    public static List<LogWord> Of(string line)
    {
        List<LogWord> words = [];
        var name = 0..0;
        for (var start = 0; ;)
        {
            var length = line.AsSpan(start).IndexOfAny(Separators);
            var end = length < 0 ? line.Length : start + length;
            if (line.AsSpan()[start..end].ContainsAnyInRange('0', '9')) words.Add(new LogWord(start..end, name));
            if (length < 0) return words;
            name = line[end] == '=' && end - start is > 0 and < LongestName ? start..end : 0..0;
            start = end + 1;
        }
    }

    private static ulong Hash(ReadOnlySpan<char> word)
    {
        if (word.ContainsAnyInRange('0', '9')) return 1;
        ulong hash = 7;
        foreach (var character in word) hash = ((hash ^ character) * 1099511628211) + 7;
        return hash;
    }
}
