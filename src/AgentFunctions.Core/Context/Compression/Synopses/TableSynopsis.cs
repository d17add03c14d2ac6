using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>The columns of a table, how many rows it has, and what stands in them.</summary>
internal static class TableSynopsis
{
    private const int MostColumns = 40;

    public static string Of(string text, int chars)
    {
        var lines = Lines(text);
        var separator = Separator(text);
        var names = Cells(lines[0], separator);
        var rows = HasOpenQuote(lines, separator) ? [] : Rows(lines, separator, names.Count);
        var output = new StringBuilder(Shape(text, chars));
        output.Append("\nfirst: ").Append(TextCut.Short(lines[Math.Min(1, lines.Count - 1)], 240)).Append("\nlast: ").Append(TextCut.Short(lines[^1], 240));
        for (var index = 0; index < names.Count; index++)
        {
            var column = new FieldStats();
            foreach (var row in rows)
                if (row[index].Length > 0) column.Add(Encoding.UTF8.GetBytes(row[index]));
            if (column.Count == 0) continue;
            var fact = TextCut.Short($"\n{names[index]}: {column.Say()}", 200);
            if (output.Length + fact.Length > chars) break;
            output.Append(fact);
        }

        return output.ToString();
    }

    /// <summary>Only the names of the columns and the number of rows.</summary>
    public static string Shape(string text, int chars)
    {
        var lines = Lines(text);
        var separator = Separator(text);
        var names = Cells(lines[0], separator);
        var named = TextCut.Short(string.Join(", ", names), chars) + (names.Count == MostColumns ? ", …" : "");

        // A cell that goes on in the next line: nobody knows how many rows the lines are.
        if (HasOpenQuote(lines, separator)) return string.Create(CultureInfo.InvariantCulture, $"table of {lines.Count} lines: {named}");
        var rows = Rows(lines, separator, names.Count).Count;
        var others = lines.Count - 1 - rows;
        return string.Create(CultureInfo.InvariantCulture, $"table of {rows} rows{(others > 0 ? $" and {others} other lines" : "")}: {named}");
    }

    /// <summary>Lines with as many cells as there are names; any other is a remark, or nobody knows which cell is which.</summary>
    private static List<List<string>> Rows(List<string> lines, char separator, int names) => [.. lines.Skip(1).Select(line => Cells(line, separator)).Where(cells => cells.Count == names)];

    private static char Separator(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 2_000));
        return head.Contains('|') ? '|' : head.Contains('\t') ? '\t' : ',';
    }

    /// <summary>Rows, without rules between them; never none.</summary>
    private static List<string> Lines(string text)
    {
        List<string> lines = [];
        var seen = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].Trim();
            if (!line.IsEmpty && !TableLines.IsRule(line, seen++ == 1)) lines.Add(line.ToString());
        }

        if (lines.Count == 0) lines.Add("");
        return lines;
    }

    private static List<string> Cells(string line, char separator)
    {
        List<string> cells = [];
        var (start, quoted) = (0, false);
        var inner = separator == '|' ? TableLines.Inner(line) : line;
        for (var index = 0; index <= inner.Length && cells.Count < MostColumns; index++)
        {
            if (index < inner.Length && inner[index] == '"' && separator != '|') quoted = !quoted;
            if (index < inner.Length && (quoted || inner[index] != separator)) continue;
            cells.Add(inner[start..index].Trim().ToString());
            start = index + 1;
        }

        return cells;
    }

    /// <summary>A cell goes on in the next line.</summary>
    private static bool HasOpenQuote(List<string> lines, char separator) => separator != '|' && lines.Exists(static line => line.AsSpan().Count('"') % 2 != 0);
}
