namespace AgentFunctions.Http.Metrics;

/// <summary>Reads the labels of a series, <c>name="value",...}</c>. A quote or a brace within a value does not end it.</summary>
internal static class SeriesLabel
{
    /// <summary>false at the end of the labels, and where the text is none.</summary>
    /// <param name="text">What is left; moves past the label.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value as written: escapes stay.</param>
    public static bool TryRead(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> name, out ReadOnlySpan<char> value)
    {
        name = value = default;
        text = text.TrimStart(", ");
        var equals = text.IndexOf("=\"");
        if (text.StartsWith("}") || equals <= 0) return false;
        name = text[..equals];
        text = text[(equals + 2)..];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                value = text[..i];
                text = text[(i + 1)..];
                return true;
            }

            if (text[i] == '\\') i++;
        }

        return false;
    }
}
