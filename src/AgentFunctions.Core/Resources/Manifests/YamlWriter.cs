using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Core.Resources.Manifests;

/// <summary>JSON as YAML for people: blocks, quotes only where a reader of any YAML version could take text for something else. The same value gives the same text; reading it gives the same value.</summary>
public static class YamlWriter
{
    private const int LongestPlain = 200;

    /// <summary>Words that one version of YAML or another does not read as text.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase) { "null", "true", "false", "yes", "no", "on", "off", "y", "n" };

    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        if (IsBlock(value)) WriteBlock(text, value, 0);
        else text.Append(Inline(value)).Append('\n');
        return text.ToString();
    }

    /// <summary>One line of text as a YAML scalar.</summary>
    public static string Quote(string text) => IsPlain(text) ? text : DoubleQuoted(text);

    private static bool IsBlock(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => false,
    };

    private static void WriteBlock(StringBuilder text, JsonElement value, int indent)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                text.Append(' ', indent).Append('-');
                if (IsBlock(item)) WriteItem(text, item, indent + 2);
                else WriteValue(text, item, indent);
            }

            return;
        }

        foreach (var field in value.EnumerateObject())
        {
            text.Append(' ', indent);
            WriteField(text, field, indent);
        }
    }

    /// <summary>The first line of a block stands behind the dash.</summary>
    private static void WriteItem(StringBuilder text, JsonElement item, int indent)
    {
        var inner = new StringBuilder();
        WriteBlock(inner, item, indent);
        text.Append(' ').Append(inner, indent, inner.Length - indent);
    }

    private static void WriteField(StringBuilder text, JsonProperty field, int indent)
    {
        text.Append(Quote(field.Name)).Append(':');
        WriteValue(text, field.Value, indent);
    }

    private static void WriteValue(StringBuilder text, JsonElement value, int indent)
    {
        if (IsBlock(value))
        {
            text.Append('\n');
            WriteBlock(text, value, indent + 2);
            return;
        }

        if (value.ValueKind == JsonValueKind.String && IsLiteral(value.GetString()!)) WriteLiteral(text, value.GetString()!, indent + 2);
        else text.Append(' ').Append(Inline(value)).Append('\n');
    }

    private static string Inline(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Quote(value.GetString()!),
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        _ => value.GetRawText(),
    };

    /// <summary>Letters first, then letters, digits and marks that mean nothing anywhere in YAML.</summary>
    private static bool IsPlain(string text)
    {
        if (text.Length is 0 or > LongestPlain || !char.IsAsciiLetter(text[0]) || text[^1] == ' ' || Words.Contains(text)) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not (' ' or '-' or '_' or '.' or '/' or '@' or '+')) return false;
        }

        return true;
    }

    /// <summary>Several lines of printable text that a block keeps as they are.</summary>
    private static bool IsLiteral(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal) || text[0] is ' ' or '\n') return false;
        foreach (var c in text)
        {
            if (c != '\n' && NeedsEscape(c)) return false;
        }

        return !text.Split('\n').Any(line => line.EndsWith(' ')) && text.Trim('\n').Length > 0;
    }

    private static void WriteLiteral(StringBuilder text, string value, int indent)
    {
        var body = value.TrimEnd('\n');
        text.Append(" |").Append((value.Length - body.Length) switch { 0 => "-", 1 => "", _ => "+" }).Append('\n');
        foreach (var line in body.Split('\n')) text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');
        for (var extra = value.Length - body.Length; extra > 1; extra--) text.Append('\n');
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when NeedsEscape(c) => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static bool NeedsEscape(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff';
}
