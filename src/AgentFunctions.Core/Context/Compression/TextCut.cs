namespace AgentFunctions.Core.Context.Compression;

/// <summary>Cuts text without cutting a character in two.</summary>
internal static class TextCut
{
    public static ReadOnlySpan<char> To(ReadOnlySpan<char> text, int length)
    {
        if (text.Length <= length) return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    public static string Short(ReadOnlySpan<char> text, int length) => text.Length <= length ? text.ToString() : string.Concat(To(text, length - 1), "…");
}
