namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>Accented Latin letters without their accents. By a table: the runtime's normalization leaves text as it is where it runs without ICU.</summary>
internal static class PlainLetters
{
    private const string Accented = "àáâãäåāăąçćĉċčďèéêëēĕėęěĝğġģĥìíîïĩīĭįĵķĺļľñńņňòóôõöōŏőŕŗřśŝşšţťùúûüũūŭůűųŵýÿŷźżž";
    private const string Plain = "aaaaaaaaacccccdeeeeeeeeegggghiiiiiiiijklllnnnnoooooooorrrssssttuuuuuuuuuuwyyyzzz";

    /// <summary>Any other character as it is, in lower case.</summary>
    public static char Of(char c)
    {
        var lower = char.ToLowerInvariant(c);
        return lower > 127 && Accented.IndexOf(lower, StringComparison.Ordinal) is var at and >= 0 ? Plain[at] : lower;
    }
}
