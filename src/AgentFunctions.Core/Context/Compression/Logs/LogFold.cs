using System.Buffers;
using System.Globalization;

namespace AgentFunctions.Core.Context.Compression.Logs;

/// <summary>Sorts the lines of a log by template: a line whose words with digits are masked. Linear; at most 2,000 templates, beyond which a line stands for itself.</summary>
internal static class LogFold
{
    private const int MostTemplates = 2_000;
    private const int MostErrorLines = 20;
    private const int MostRanges = 8;
    private const int LongestMasked = 400;

    private static readonly SearchValues<string> Errors = SearchValues.Create(["error", "exception", "fatal", "fail", "panic", "critical", "traceback", "denied", "timeout"], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> BeforeNames = SearchValues.Create(" ,;([{\t");
    private static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789.-");

    public static bool IsError(ReadOnlySpan<char> line) => line.ContainsAny(Errors);

    /// <summary>The templates in the order of their first lines.</summary>
    public static List<LogTemplate> Fold(string text)
    {
        List<LogTemplate> templates = [];
        Dictionary<ulong, LogTemplate> known = [];
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].TrimEnd();
            if (line.IsEmpty) continue;
            var mask = Mask(line);
            if (known.TryGetValue(mask, out var template))
            {
                Add(template, line.ToString());
            }
            else
            {
                template = new LogTemplate(line.ToString(), IsError(line));
                ReadRanges(template, line);
                templates.Add(template);
                if (known.Count < MostTemplates) known[mask] = template;
            }
        }

        return templates;
    }

    private static void Add(LogTemplate template, string line)
    {
        template.Count++;
        template.Last = line;
        ReadRanges(template, line);
        if (template.IsError && template.Lines.Count < MostErrorLines) template.Lines.Add(line);
    }

    /// <summary>A hash of the line without what differs from line to line: words that hold a digit.</summary>
    private static ulong Mask(ReadOnlySpan<char> line)
    {
        if (line.Length > LongestMasked) line = line[..LongestMasked];
        ulong hash = 14695981039346656037, word = 0;
        var masked = false;
        foreach (var character in line)
        {
            if (character is ' ' or '=' or ',' or '"' or '[' or ']' or '(' or ')' or '/' or '\t')
            {
                hash = ((hash ^ (masked ? 1UL : word)) * 1099511628211) ^ character;
                (word, masked) = (0, false);
                continue;
            }

            masked |= char.IsAsciiDigit(character);
            word = ((word ^ character) * 1099511628211) + 7;
        }

        return (hash ^ (masked ? 1UL : word)) * 1099511628211;
    }

    private static void ReadRanges(LogTemplate template, ReadOnlySpan<char> line)
    {
        for (var index = line.IndexOf('='); index > 0;)
        {
            var start = line[..index].LastIndexOfAny(BeforeNames) + 1;
            var rest = line[(index + 1)..];
            var length = rest.IndexOfAnyExcept(NumberChars);
            if (length < 0) length = rest.Length;
            if (length is > 0 and < 18 && index - start is > 0 and < 32 && double.TryParse(rest[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) Widen(template, line[start..index].ToString(), number);
            line = rest;
            index = line.IndexOf('=');
        }
    }

    private static void Widen(LogTemplate template, string name, double number)
    {
        if (template.Ranges.TryGetValue(name, out var range)) template.Ranges[name] = (Math.Min(range.Least, number), Math.Max(range.Greatest, number));
        else if (template.Ranges.Count < MostRanges) template.Ranges[name] = (number, number);
    }
}
