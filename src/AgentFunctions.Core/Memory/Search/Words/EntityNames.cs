using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>Names in text: capitalised words, and runs of them, other than the first word of a sentence that is an ordinary one.</summary>
public static partial class EntityNames
{
    /// <summary>Most names of one text.</summary>
    public const int Max = 32;

    /// <summary>The names, as they are written, each once, in order.</summary>
    public static IReadOnlyList<string> In(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var names = new List<string>();
        foreach (Match match in Run().Matches(text))
        {
            var name = match.Value.TrimEnd('.', '\'');
            var isFirst = IsStart(text, match.Index);
            // A capital at the start of a sentence says nothing: of such a run only what follows it is a name for certain.
            if (isFirst && name.Split(' ') is [var head, .. var tail] && IsOrdinary(head))
                name = string.Join(' ', tail);
            if (name.Length > 1 && !IsOrdinary(name) && !names.Contains(name, StringComparer.OrdinalIgnoreCase))
                names.Add(name);
            if (names.Count == Max)
                break;
        }
        return names;
    }

    private static bool IsStart(string text, int at)
    {
        while (--at >= 0 && (text[at] == ' ' || text[at] == '"' || text[at] == '\n'))
        {
        }
        return at < 0 || text[at] is '.' or '!' or '?' or ':';
    }

    private static bool IsOrdinary(string word) => word is "I" || StopWords.Contains(word.ToLowerInvariant()) || OrdinaryWords.Contains(word);

    [GeneratedRegex(@"\b\p{Lu}[\p{L}\p{N}&'.-]{0,40}( (of the |of |de |the )?\p{Lu}[\p{L}\p{N}&'-]{0,40}){0,5}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2_000)]
    private static partial Regex Run();
}
