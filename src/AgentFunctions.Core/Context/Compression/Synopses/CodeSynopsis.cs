using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>What a source file declares: its types, functions and constants, and what is left to do, in their order.</summary>
internal static class CodeSynopsis
{
    private const int LongestLine = 140;

    private static readonly SearchValues<string> Declares = SearchValues.Create(
        ["class ", "interface ", "record ", "struct ", "enum ", "def ", "function ", "func ", "fn ", "public ", "export ", "const ", "type ", "TODO", "FIXME", "raise ", "throw "], StringComparison.Ordinal);

    public static string Of(string text, int chars)
    {
        List<string> found = [];
        var lines = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            lines++;
            var line = text.AsSpan()[range].Trim();
            if (line.Length < 4) continue;
            if (IsConstant(line) || line[..Math.Min(line.Length, 200)].ContainsAny(Declares)) found.Add(TextCut.Short(line.TrimEnd("{ "), LongestLine));
        }

        var output = new StringBuilder();
        output.Append(CultureInfo.InvariantCulture, $"source of {lines} lines, {found.Count} declarations:");
        foreach (var line in found)
        {
            if (output.Length + line.Length > chars) break;
            output.Append('\n').Append(line);
        }

        return output.ToString();
    }

    /// <summary>A name in capitals that gets a value.</summary>
    private static bool IsConstant(ReadOnlySpan<char> line)
    {
        var end = line.IndexOf('=');
        return end > 3 && line[..end].Trim().IndexOfAnyExceptInRange('0', '_') < 0 && char.IsAsciiLetterUpper(line[0]);
    }
}
