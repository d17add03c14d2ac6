using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>What a pattern comes to: the same pattern with <c>$</c> meaning the very end (in .NET it also matches before a final line feed), and its size with counted repetitions written out. An upper bound, not a parser.</summary>
/// <param name="Exact">The pattern to compile.</param>
/// <param name="Size">Parts.</param>
internal readonly record struct PatternOutline(string Exact, long Size)
{
    private const long TooLarge = 1_000_000;

    public static PatternOutline Of(string pattern)
    {
        var exact = new StringBuilder();
        var totals = new Stack<long>();
        long total = 0, last = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            var begin = i;
            switch (c)
            {
                case '\\':
                    i = Math.Min(i + 1, pattern.Length - 1);
                    last = 1;
                    break;
                case '[':
                    i = EndOfClass(pattern, i);
                    last = 1;
                    break;
                case '(':
                    totals.Push(total);
                    total = last = 0;
                    break;
                case ')' when totals.Count > 0:
                    last = total + 1;
                    total = totals.Pop();
                    break;
                case '{' when Repetition(pattern, i) is { } repetition:
                    // The part itself is counted already.
                    last *= Math.Max(repetition.Most - 1, 0);
                    i = repetition.End;
                    break;
                default:
                    last = 1;
                    break;
            }

            if (c != '(') total = Math.Min(total + last, TooLarge);
            if (c == '$') exact.Append(@"\z");
            else exact.Append(pattern, begin, i - begin + 1);
        }

        return new PatternOutline(exact.ToString(), Math.Max(1, totals.Sum() + total));
    }

    private static int EndOfClass(string pattern, int open)
    {
        // A bracket right at the beginning stands for itself.
        var i = open + 1;
        if (i < pattern.Length && pattern[i] == '^') i++;
        if (i < pattern.Length && pattern[i] == ']') i++;
        for (; i < pattern.Length && pattern[i] != ']'; i++)
        {
            if (pattern[i] == '\\') i++;
        }

        return Math.Min(i, pattern.Length - 1);
    }

    /// <summary>{n}, {n,} and {n,m}; anything else in braces stands for itself.</summary>
    private static (long Most, int End)? Repetition(string pattern, int open)
    {
        var close = pattern.IndexOf('}', open);
        if (close < 0) return null;
        var bounds = pattern[(open + 1)..close].Split(',');
        if (bounds.Length > 2 || !long.TryParse(bounds[0], NumberStyles.None, CultureInfo.InvariantCulture, out var least)) return null;
        if (bounds.Length == 1 || bounds[1].Length == 0) return (Math.Min(least + 1, TooLarge), close);
        return long.TryParse(bounds[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? (Math.Min(Math.Max(least, most), TooLarge), close) : null;
    }
}
