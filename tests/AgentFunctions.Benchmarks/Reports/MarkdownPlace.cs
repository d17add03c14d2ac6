namespace AgentFunctions.Benchmarks.Reports;

/// <summary>A named place in a page, between two comments, that a benchmark writes its figures into.</summary>
internal static class MarkdownPlace
{
    /// <summary>The place and nothing else.</summary>
    public static string Empty(string name) => Begin(name) + "\n" + End(name) + "\n";

    /// <summary>The page with this text in its place; everything else stays as it was written.</summary>
    /// <exception cref="InvalidOperationException">The page has no such place.</exception>
    public static string Fill(string page, string name, string text)
    {
        var (begin, end) = (page.IndexOf(Begin(name), StringComparison.Ordinal), page.IndexOf(End(name), StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new InvalidOperationException($"The report needs the lines '{Begin(name)}' and '{End(name)}' where the figures go.");
        return (page[..(begin + Begin(name).Length)] + text + page[end..]).ReplaceLineEndings("\n");
    }

    private static string Begin(string name) => $"<!-- {name}: written by the benchmark -->";

    private static string End(string name) => $"<!-- /{name} -->";
}
