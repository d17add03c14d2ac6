using System.Buffers;
using System.Text;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>Tables drawn with bars: the padding and the rules between rows go, every cell stays.</summary>
internal sealed class TableLayer : ITextLayer
{
    /// <summary>What a rule between rows is drawn with.</summary>
    public static readonly SearchValues<char> Rules = SearchValues.Create("-+|=: ");

    public string Reason => DropReasons.Projected;

    public string Says => "table without padding";

    public string? Apply(ResultText result, IReadOnlyCollection<string>? usedFields)
    {
        if (!result.Text.Contains('|')) return null;
        var output = new StringBuilder(result.Text.Length);
        foreach (var range in result.Text.AsSpan().Split('\n'))
        {
            var line = result.Text.AsSpan()[range].Trim();
            if (line.IsEmpty || line.IndexOfAnyExcept(Rules) < 0) continue;
            AppendCells(output, line);
            output.Append('\n');
        }

        return output.ToString();
    }

    private static void AppendCells(StringBuilder output, ReadOnlySpan<char> line)
    {
        var first = true;
        foreach (var range in line.Trim('|').Split('|'))
        {
            if (!first) output.Append('|');
            output.Append(line.Trim('|')[range].Trim());
            first = false;
        }
    }
}
