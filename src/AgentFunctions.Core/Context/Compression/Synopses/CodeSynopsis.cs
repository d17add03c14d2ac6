using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>What a source file declares: its types, functions and constants, and what is left to do, in their order.</summary>
internal static class CodeSynopsis
{
    private const int LongestLine = 120;

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
        output.Append(CultureInfo.InvariantCulture, $"source of {(text.EndsWith('\n') ? lines - 1 : lines)} lines, {found.Count} of them declarations or notes:");
        var written = 0;
        while (written < found.Count && output.Length + found[written].Length <= chars) output.Append('\n').Append(found[written++]);
        AppendNames(output, found.Skip(written), output.Length + (chars / 2));
        return output.ToString();
    }

    /// <summary>Of the declarations there is no room for, the names.</summary>
    private static void AppendNames(StringBuilder output, IEnumerable<string> declarations, int most)
    {
        var separator = "\nalso: ";
        foreach (var declaration in declarations)
        {
            var end = declaration.AsSpan().IndexOfAny("(=;{");
            var head = (end < 0 ? declaration.AsSpan() : declaration.AsSpan(0, end)).Trim();
            var name = head[(head.LastIndexOf(' ') + 1)..];
            if (output.Length + name.Length > most) return;
            output.Append(separator).Append(name);
            separator = ", ";
        }
    }

    /// <summary>A name in capitals that gets a value.</summary>
    private static bool IsConstant(ReadOnlySpan<char> line)
    {
        var end = line.IndexOf('=');
        return end > 3 && line[..end].Trim().IndexOfAnyExceptInRange('0', '_') < 0 && char.IsAsciiLetterUpper(line[0]);
    }
}
