using System.Buffers;
using System.Globalization;
using System.Text;
using AgentFunctions.Core.Context.Compression.Logs;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>What a log says: how many lines of what, from when to when, the errors verbatim.</summary>
internal static class LogSynopsis
{
    private const int LongestLine = 260;
    private const int MostNames = 24;

    private static readonly SearchValues<char> BeforeNames = SearchValues.Create(" ,;([{\t\n\"?&");

    public static string Of(string text, int chars)
    {
        var templates = LogFold.Fold(text);
        var output = new StringBuilder();
        AppendHead(output, templates, Lines(text).Last);
        AppendNames(output, text, chars / 2);
        AppendLines(output, templates.Where(static template => template.IsError), "errors:", chars * 3 / 4);
        AppendLines(output, templates.Where(static template => !template.IsError).OrderByDescending(static template => template.Count).ThenBy(static template => template.First, StringComparer.Ordinal), "most often:", chars);
        return output.ToString();
    }

    /// <summary>Only how long it is and which values its lines name.</summary>
    public static string Shape(string text, int chars)
    {
        var output = new StringBuilder();
        output.Append(CultureInfo.InvariantCulture, $"log of {Lines(text).Count} lines");
        AppendNames(output, text, chars);
        return output.ToString();
    }

    private static void AppendHead(StringBuilder output, List<LogTemplate> templates, string last)
    {
        var errors = templates.Where(static template => template.IsError).Sum(static template => template.Count);
        output.Append(CultureInfo.InvariantCulture, $"log of {templates.Sum(static template => template.Count)} lines, {(templates.Count > LogFold.MostTemplates ? "more than " : "")}{Math.Min(templates.Count, LogFold.MostTemplates)} different, {errors} with errors");
        if (templates.Count > 0) output.Append("; first: ").Append(TextCut.Short(templates[0].First, LongestLine)).Append("; last: ").Append(TextCut.Short(last, LongestLine));
    }

    private static (int Count, string Last) Lines(string text)
    {
        var (count, last) = (0, 0..0);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            if (text.AsSpan()[range].IsWhiteSpace()) continue;
            count++;
            last = range;
        }

        return (count, text.AsSpan()[last].TrimEnd().ToString());
    }

    private static void AppendNames(StringBuilder output, string text, int chars)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        var rest = text.AsSpan();
        for (var index = rest.IndexOf('='); index > 0 && names.Count < MostNames; index = rest.IndexOf('='))
        {
            var window = rest[Math.Max(0, index - 32)..index];
            var name = window[(window.LastIndexOfAny(BeforeNames) + 1)..];
            if (name.Length is > 1 and < 32 && char.IsAsciiLetter(name[0])) names.Add(name.ToString());
            rest = rest[(index + 1)..];
        }

        if (names.Count > 0) output.Append("; fields: ").Append(TextCut.Short(string.Join(", ", names), Math.Max(chars, 80)));
    }

    private static void AppendLines(StringBuilder output, IEnumerable<LogTemplate> templates, string title, int most)
    {
        var titled = false;
        foreach (var template in templates)
        {
            var line = TextCut.Short(template.First, LongestLine);
            if (output.Length + line.Length > most && titled) break;
            if (!titled) output.Append('\n').Append(title);
            titled = true;
            output.Append(CultureInfo.InvariantCulture, $"\n{template.Count}{(template.Columns.Any(static column => column.Differs) ? " like" : "×")} {line}");
        }
    }
}
