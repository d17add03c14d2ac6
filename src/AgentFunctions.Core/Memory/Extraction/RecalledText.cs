using System.Text;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>Marks around what memory gave out, so that it is not taken for something new when it is read again.</summary>
public static class RecalledText
{
    public const string Start = "<recalled-memory>";
    public const string End = "</recalled-memory>";

    /// <summary>The text between marks; marks within it are taken out first, so that nothing remembered can end them.</summary>
    public static string Mark(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string before;
        do
        {
            before = text;
            text = text.Replace(Start, "", StringComparison.OrdinalIgnoreCase).Replace(End, "", StringComparison.OrdinalIgnoreCase);
        }
        while (text.Length != before.Length);
        return $"{Start}{text}{End}";
    }

    /// <summary>What is not between marks. A mark without its end holds to the end of the text.</summary>
    public static string Strip(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new StringBuilder();
        var at = 0;
        while (text.IndexOf(Start, at, StringComparison.OrdinalIgnoreCase) is var start and >= 0)
        {
            kept.Append(text, at, start - at).Append(' ');
            var end = text.IndexOf(End, start, StringComparison.OrdinalIgnoreCase);
            if (end < 0)
                return kept.ToString();
            at = end + End.Length;
        }
        return kept.Append(text, at, text.Length - at).ToString();
    }
}
