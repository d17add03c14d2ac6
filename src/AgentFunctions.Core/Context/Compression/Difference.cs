using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AgentFunctions.Core.Context.Compression.Json;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>In which lines a text differs from another, and how often they stand there: the values of a JSON text stand on lines of their own for it.</summary>
internal static class Difference
{
    /// <summary>The share of a text above which its difference is no shorter way to say it.</summary>
    private const double MostDifferent = 0.4;

    /// <summary>Lines that are new with <c>+</c>, lines that are gone with <c>-</c>, with <c>+3×</c> where it is three of them; null: too many.</summary>
    public static string? Of(ResultText from, ResultText to)
    {
        if ((from.Json is null) != (to.Json is null)) return null;
        var old = Lines(from);
        var current = Lines(to);

        // How many more of a line the new text has, fewer where it is less than 0.
        Dictionary<string, int> more = new(StringComparer.Ordinal);
        foreach (var line in current) CollectionsMarshal.GetValueRefOrAddDefault(more, line, out _)++;
        foreach (var line in old) CollectionsMarshal.GetValueRefOrAddDefault(more, line, out _)--;
        var output = new StringBuilder();
        var most = to.Text.Length * MostDifferent;
        return Append(output, '-', old, more, most) && Append(output, '+', current, more, most) ? output.Length == 0 ? "(only the order or the layout differs)" : output.ToString() : null;
    }

    /// <summary>Each line once, where it stands first.</summary>
    private static bool Append(StringBuilder output, char sign, List<string> lines, Dictionary<string, int> more, double most)
    {
        foreach (var line in lines)
        {
            ref var left = ref CollectionsMarshal.GetValueRefOrNullRef(more, line);
            if (sign == '-' ? left >= 0 : left <= 0) continue;
            output.Append(sign);
            if (Math.Abs(left) > 1) output.Append(CultureInfo.InvariantCulture, $"{Math.Abs(left)}×");
            output.Append(' ').Append(line).Append('\n');
            left = 0;
            if (output.Length > most) return false;
        }

        return true;
    }

    private static List<string> Lines(ResultText text)
    {
        if (text.Json is { } json) return JsonLines.Of(json);
        List<string> lines = [];
        foreach (var range in text.Text.AsSpan().Split('\n')) lines.Add(text.Text.AsSpan()[range].TrimEnd().ToString());
        return lines;
    }
}
