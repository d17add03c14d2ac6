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
        var columns = names.ConvertAll(static _ => new FieldStats());
        foreach (var line in lines.Skip(1))
        {
            var cells = Cells(line, separator);
            for (var index = 0; index < Math.Min(cells.Count, columns.Count); index++)
            {
                if (cells[index].Length > 0) columns[index].Add(Encoding.UTF8.GetBytes(cells[index]));
            }
        }

        var output = new StringBuilder(Shape(text, chars));
        output.Append("\nfirst: ").Append(TextCut.Short(lines[Math.Min(1, lines.Count - 1)], 240)).Append("\nlast: ").Append(TextCut.Short(lines[^1], 240));
        for (var index = 0; index < columns.Count; index++)
        {
            if (columns[index].Count == 0) continue;
            var fact = TextCut.Short($"\n{names[index]}: {columns[index].Say()}", 200);
            if (output.Length + fact.Length > chars) break;
            output.Append(fact);
        }

        return output.ToString();
    }

    /// <summary>Only the names of the columns and the number of rows.</summary>
    public static string Shape(string text, int chars)
    {
        var lines = Lines(text);
        return string.Create(CultureInfo.InvariantCulture, $"table of {lines.Count - 1} rows: {TextCut.Short(string.Join(", ", Cells(lines[0], Separator(text))), chars)}");
    }

    private static char Separator(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, 2_000));
        return head.Contains('|') ? '|' : head.Contains('\t') ? '\t' : ',';
    }

    /// <summary>Rows, without rules between them; never none.</summary>
    private static List<string> Lines(string text)
    {
        List<string> lines = [];
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range].Trim();
            if (!line.IsEmpty && line.IndexOfAnyExcept(TableLayer.Rules) >= 0) lines.Add(line.ToString());
        }

        if (lines.Count == 0) lines.Add("");
        return lines;
    }

    private static List<string> Cells(string line, char separator)
    {
        List<string> cells = [];
        foreach (var range in line.AsSpan().Trim('|').Split(separator))
        {
            if (cells.Count == MostColumns) break;
            cells.Add(line.AsSpan().Trim('|')[range].Trim().ToString());
        }

        return cells;
    }
}
