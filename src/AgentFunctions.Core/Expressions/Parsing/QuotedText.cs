using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>Reads and writes the texts of expressions, in single or double quotes.</summary>
internal static class QuotedText
{
    /// <summary>Characters that make text look like what it is not: they must be written as escapes.</summary>
    private static bool IsHidden(char c) =>
        char.IsControl(c) || c is '\u00ad' or '\u061c' or '\u180e' or '\ufeff' or (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or (>= '\ufff9' and <= '\ufffb');

    public static Token Read(string text, ref int at)
    {
        var begin = at;
        var quote = text[at++];
        var content = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at++];
            if (c == quote) return IsUnicode(content) ? new Token(TokenKind.Text, content.ToString(), begin, at) : Invalid(begin, "the text is not valid Unicode: half of a surrogate pair");
            if (IsHidden(c)) return Invalid(at - 1, $"write U+{((int)c).ToString("X4", CultureInfo.InvariantCulture)} as \\u{((int)c).ToString("x4", CultureInfo.InvariantCulture)}: it cannot be seen, or changes how the text looks");
            if (c != '\\')
            {
                content.Append(c);
                continue;
            }

            if (at == text.Length) break;
            if (Escaped(text, ref at) is not { } resolved) return Invalid(at - 1, "unknown escape: there are \\\\ \\\" \\' \\n \\r \\t and \\u with four hex digits");
            content.Append(resolved);
        }

        return Invalid(begin, "a text is not closed: its quote is missing");
    }

    public static string Write(string content)
    {
        var text = new StringBuilder("\"");
        foreach (var c in content)
        {
            if (c is '"' or '\\') text.Append('\\').Append(c);
            else if (IsHidden(c)) text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else text.Append(c);
        }

        return text.Append('"').ToString();
    }

    private static char? Escaped(string text, ref int at)
    {
        switch (text[at++])
        {
            case '\\': return '\\';
            case '"': return '"';
            case '\'': return '\'';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when at + 4 <= text.Length && ushort.TryParse(text.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                at += 4;
                return (char)unit;
            default: return null;
        }
    }

    private static bool IsUnicode(StringBuilder content)
    {
        for (var i = 0; i < content.Length; i++)
        {
            if (!char.IsSurrogate(content[i])) continue;
            if (!char.IsHighSurrogate(content[i]) || i + 1 == content.Length || !char.IsLowSurrogate(content[i + 1])) return false;
            i++;
        }

        return true;
    }

    private static Token Invalid(int at, string message) => new(TokenKind.Invalid, message, at, at);
}
