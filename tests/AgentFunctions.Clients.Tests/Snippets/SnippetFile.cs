namespace AgentFunctions.Clients.Tests.Snippets;

/// <summary>What the documentation shows of a file: all of a script; of C# the parts between <c>// &lt;doc&gt;</c> and <c>// &lt;/doc&gt;</c>, without their indentation.</summary>
internal static class SnippetFile
{
    private const string Begin = "// <doc>";
    private const string End = "// </doc>";

    public static string Read(string path)
    {
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        return path.EndsWith(".cs", StringComparison.Ordinal) ? string.Join("\n\n", Parts(text)) : text.TrimEnd();
    }

    private static IEnumerable<string> Parts(string text)
    {
        foreach (var part in text.Split(Begin).Skip(1))
        {
            var lines = part[..part.IndexOf(End, StringComparison.Ordinal)].Trim('\n').TrimEnd().Split('\n');
            var indent = lines.Where(static line => line.Length > 0).Min(static line => line.Length - line.TrimStart().Length);
            yield return string.Join('\n', lines.Select(line => line.Length == 0 ? line : line[indent..]));
        }
    }
}
