using System.Text;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>Tables drawn with bars: the padding and the rules between rows go, every cell stays.</summary>
internal sealed class TableLayer : ITextLayer
{
    public string Reason => DropReasons.Projected;

    public string Says => "table without padding";

    public string? Apply(ResultText result, IReadOnlyCollection<string>? usedFields)
    {
        if (!result.Text.Contains('|')) return null;
        var output = new StringBuilder(result.Text.Length);
        var lines = 0;
        foreach (var range in result.Text.AsSpan().Split('\n'))
        {
            var line = result.Text.AsSpan()[range].Trim();
            if (line.IsEmpty || TableLines.IsRule(line, lines++ == 1)) continue;
            AppendCells(output, TableLines.Inner(line));
            output.Append('\n');
        }

        return output.ToString();
    }

    private static void AppendCells(StringBuilder output, ReadOnlySpan<char> line)
    {
        var first = true;
        foreach (var range in line.Split('|'))
        {
            if (!first) output.Append('|');
            output.Append(line[range].Trim());
            first = false;
        }
    }
}
