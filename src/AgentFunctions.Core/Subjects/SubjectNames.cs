using System.Text;

namespace AgentFunctions.Core.Subjects;

/// <summary>Names of the people and things that content is about.</summary>
public static class SubjectNames
{
    /// <summary>Most UTF-16 units of a name.</summary>
    public const int MaxLength = 256;

    /// <summary>Whether it can be a name: 1 to <see cref="MaxLength"/> units, well-formed, no control characters, something that is seen.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: > 0 and <= MaxLength } && IsUnicode(name) && !name.AsSpan().ContainsAnyInRange('\0', '\u001f') && !name.Contains('\u007f', StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(name);

    /// <summary>What names are compared by: letters however they are composed, lower case, single spaces. Whoever asks for somebody's erasure must not have to guess how the name was written.</summary>
    public static string Fold(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune)) NameLetters.Append(text, rune);
            else if (text.Length > 0 && text[^1] != ' ') text.Append(' ');
        }

        return NameLetters.Compose(text).TrimEnd(' ');
    }

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
