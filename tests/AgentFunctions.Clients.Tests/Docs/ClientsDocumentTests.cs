using System.Text.RegularExpressions;
using AgentFunctions.Clients.Tests.Snippets;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Clients.Tests.Docs;

/// <summary>docs/clients.md shows the very code that the tests run.</summary>
public sealed partial class ClientsDocumentTests
{
    private const string Project = "tests/AgentFunctions.Clients.Tests/";

    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "clients.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Snippets => [.. SnippetPaths()];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Document_TestedSnippet_EqualsTheFile(string path)
    {
        var block = TestedBlock().Matches(Text).SingleOrDefault(match => match.Groups["path"].Value == Project + path);
        Assert.True(block is not null, $"docs/clients.md has no block for {Project}{path}");
        Assert.Equal(SnippetFile.Read(Path.Combine(RepositoryFolder.Root, Project, path)), block.Groups["code"].Value);
    }

    [Fact]
    public void Document_CodeBlock_IsTestedOrSaysThatItIsNot()
    {
        foreach (Match block in CodeBlock().Matches(Text))
        {
            var above = Text[..block.Index].TrimEnd().Split('\n')[^1];
            Assert.True(
                above.StartsWith("<!-- " + Project, StringComparison.Ordinal) || above.Contains("not covered by a test", StringComparison.Ordinal) || block.Groups["language"].Value is "bash" or "powershell",
                $"say above this block which file it is, or that it is not covered by a test: {block.Value[..Math.Min(80, block.Length)]}");
        }
    }

    [Fact]
    public void Document_VersionsOfPackages_AreThoseThatAreLocked()
    {
        var locked = Locked().Matches(File.ReadAllText(Path.Combine(RepositoryFolder.Root, Project, "node", "package.json")));
        Assert.NotEmpty(locked);
        Assert.All(locked, static package => Assert.Contains($"`{package.Groups["name"].Value}` {package.Groups["version"].Value}", Text, StringComparison.Ordinal));
        Assert.Contains($"`OpenAI` {typeof(OpenAI.OpenAIClient).Assembly.GetName().Version!.ToString(3)}", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void LockFile_Sources_NameNoRegistry()
    {
        var text = File.ReadAllText(Path.Combine(RepositoryFolder.Root, Project, "node", "package-lock.json"));
        Assert.DoesNotContain("\"resolved\"", text, StringComparison.Ordinal);
        Assert.Contains("\"integrity\"", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> SnippetPaths()
    {
        var project = Path.Combine(RepositoryFolder.Root, Project);
        return Directory.EnumerateFiles(Path.Combine(project, "node", "snippets"), "*.mjs").Concat(Directory.EnumerateFiles(Path.Combine(project, "Snippets"), "*Snippet.cs"))
            .Select(path => Path.GetRelativePath(project, path).Replace('\\', '/')).Order(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"<!-- (?<path>\S+) -->\n+```\w+\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex TestedBlock();

    [GeneratedRegex(@"^```(?<language>\w+)\n.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("""^\s+"(?<name>[@a-z/-]+)": "(?<version>\d+\.\d+\.\d+)",?$""", RegexOptions.Multiline)]
    private static partial Regex Locked();
}
