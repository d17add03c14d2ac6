using System.Globalization;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>What is looked at before the YAML parser runs, and how its complaints are worded.</summary>
internal static class YamlText
{
    /// <summary>Characters that YAML 1.1 reads as line ends and YAML 1.2 as text would change silently.</summary>
    /// <exception cref="SourceException">One is there.</exception>
    public static void Check(string file, string text)
    {
        var at = text.AsSpan().IndexOfAny('\u0085', '\u2028', '\u2029');
        if (at < 0) return;
        var before = text.AsSpan(0, at);
        var line = before.Count('\n') + 1;
        var code = ((int)text[at]).ToString("x4", CultureInfo.InvariantCulture);
        throw new SourceException(new SourceLocation(file, line, at - before.LastIndexOf('\n')), $"has the character U+{code.ToUpperInvariant()}, which YAML versions read differently: write \\u{code} between double quotes");
    }

    /// <summary>The parser complains of a tab at the line before it.</summary>
    public static SourceLocation FindTab(string text, SourceLocation at, string message)
    {
        if (!message.Contains("tab", StringComparison.Ordinal)) return at;
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            var indent = line[..(line.Length - line.TrimStart(" \t").Length)];
            if (number >= at.Line && indent.IndexOf('\t') is >= 0 and var tab) return at with { Line = number, Column = tab + 1 };
        }

        return at;
    }

    /// <summary>The parser's own messages are fixed texts without values; some lack the cure.</summary>
    public static string Explain(string message)
    {
        var text = message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
        if (text.Contains("tab", StringComparison.Ordinal) && text.Contains("indentation", StringComparison.Ordinal)) return text + "; indent with spaces, not tabs";
        if (text.Contains("cannot start any token", StringComparison.Ordinal)) return text + "; indent with spaces, not tabs, and put text that begins with @, ` or % in quotes";
        if (text.Contains("invalid mapping", StringComparison.Ordinal)) return text + "; put text with ': ' in quotes, and indent fields of one object alike";
        return text;
    }
}
