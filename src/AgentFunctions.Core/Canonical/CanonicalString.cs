using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Canonical;

/// <summary>Strings by RFC 8785, section 3.2.2.2: escapes only where JSON demands one, the two-character form where there is one.</summary>
internal static class CanonicalString
{
    public const string Problem = "A string is not valid Unicode.";

    /// <summary>No half of a surrogate pair stands alone.</summary>
    public static bool IsWhole(string content)
    {
        for (var i = 0; i < content.Length; i++)
        {
            if (!char.IsSurrogate(content[i])) continue;
            if (i + 1 == content.Length || !char.IsSurrogatePair(content[i], content[i + 1])) return false;
            i++;
        }

        return true;
    }

    public static void Write(string content, StringBuilder output)
    {
        output.Append('"');
        foreach (var c in content)
        {
            switch (c)
            {
                case '"':
                    output.Append("\\\"");
                    break;
                case '\\':
                    output.Append(@"\\");
                    break;
                case '\b':
                    output.Append(@"\b");
                    break;
                case '\t':
                    output.Append(@"\t");
                    break;
                case '\n':
                    output.Append(@"\n");
                    break;
                case '\f':
                    output.Append(@"\f");
                    break;
                case '\r':
                    output.Append(@"\r");
                    break;
                case < ' ':
                    output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                    break;
                default:
                    output.Append(c);
                    break;
            }
        }

        output.Append('"');
    }
}
