using System.Text;
using AgentFunctions.Core.Context.Compression.Json;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>In which lines a text differs from another: the values of a JSON text stand on lines of their own for it.</summary>
internal static class Difference
{
    /// <summary>The share of a text above which its difference is no shorter way to say it.</summary>
    private const double MostDifferent = 0.4;

    /// <summary>Lines that are new with <c>+</c>, lines that are gone with <c>-</c>; null: too many.</summary>
    public static string? Of(ResultText from, ResultText to)
    {
        if ((from.Json is null) != (to.Json is null)) return null;
        var old = Lines(from);
        var current = Lines(to);
        HashSet<string> known = [.. old];
        HashSet<string> kept = [.. current];
        var output = new StringBuilder();
        var most = to.Text.Length * MostDifferent;
        foreach (var line in old)
        {
            if (!kept.Contains(line)) output.Append("- ").Append(line).Append('\n');
            if (output.Length > most) return null;
        }

        foreach (var line in current)
        {
            if (!known.Contains(line)) output.Append("+ ").Append(line).Append('\n');
            if (output.Length > most) return null;
        }

        return output.Length == 0 ? "(only the order or the layout differs)" : output.ToString();
    }

    private static List<string> Lines(ResultText text)
    {
        if (text.Json is { } json) return JsonLines.Of(json);
        List<string> lines = [];
        foreach (var range in text.Text.AsSpan().Split('\n')) lines.Add(text.Text.AsSpan()[range].TrimEnd().ToString());
        return lines;
    }
}
