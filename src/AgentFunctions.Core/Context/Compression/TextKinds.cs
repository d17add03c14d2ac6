using System.Buffers;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>Tells what a text is by its first lines.</summary>
internal static class TextKinds
{
    private const int Sample = 120;
    private const int LongestLine = 400;

    private static readonly SearchValues<string> Markup = SearchValues.Create(["<html", "<!doctype", "<body", "<div", "</p>", "<article"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> Levels = SearchValues.Create([" INFO", " WARN", " ERROR", " DEBUG", " TRACE", " FATAL", "[info]", "[warn]", "[error]", "[debug]", "level="], StringComparison.Ordinal);

    private static readonly SearchValues<string> Declarations = SearchValues.Create(
        ["import ", "using ", "def ", "class ", "function ", "public ", "private ", "#include", "return ", "const ", "func ", "package ", "export ", "fn ", "let ", "var ", "if (", "if "], StringComparison.Ordinal);

    public static TextKind Of(string text)
    {
        if (text.AsSpan(0, Math.Min(text.Length, 2_000)).ContainsAny(Markup)) return TextKind.Page;
        int lines = 0, logs = 0, bars = 0, commas = 0, code = 0, firstCommas = -1;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            if (lines == Sample) break;
            var line = text.AsSpan()[range];
            if (line.Length > LongestLine) line = line[..LongestLine];
            if (line.IsWhiteSpace()) continue;
            lines++;
            if (IsLog(line)) logs++;
            if (line.Contains('|') || line.StartsWith("-+") || line.Contains("-+-", StringComparison.Ordinal)) bars++;
            var count = line.Count(',') + line.Count('\t');
            if (firstCommas < 0) firstCommas = count;
            if (count == firstCommas && count >= 2) commas++;
            if (IsCode(line)) code++;
        }

        if (lines >= 8 && logs * 2 >= lines) return TextKind.Log;
        if (lines >= 4 && bars * 5 >= lines * 4) return TextKind.Table;
        if (lines >= 5 && commas * 5 >= lines * 4) return TextKind.Table;
        return lines >= 8 && code * 10 >= lines * 4 ? TextKind.Code : TextKind.Prose;
    }

    /// <summary>A line that begins as lines of logs do, with a time, or names a level.</summary>
    public static bool IsLog(ReadOnlySpan<char> line)
    {
        var start = line.TrimStart("[(");
        if (start.Length >= 8 && char.IsAsciiDigit(start[0]) && char.IsAsciiDigit(start[1]) && (start[2] == ':' || (char.IsAsciiDigit(start[2]) && char.IsAsciiDigit(start[3]) && start[4] is '-' or '/'))) return true;
        return line[..Math.Min(line.Length, 80)].ContainsAny(Levels);
    }

    private static bool IsCode(ReadOnlySpan<char> line)
    {
        var trimmed = line.Trim();
        if (trimmed[^1] is '{' or '}' or ';' || trimmed.EndsWith("):") || trimmed.EndsWith(");") || trimmed.StartsWith("//") || trimmed.StartsWith("@")) return true;
        var found = trimmed.IndexOfAny(Declarations);
        return found == 0 || (trimmed[^1] is ':' or ',' or '(' && line.Length > trimmed.Length + 1 && line[0] == ' ');
    }
}
