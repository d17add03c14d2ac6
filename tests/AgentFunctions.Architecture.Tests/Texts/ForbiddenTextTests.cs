using System.Text;
using AgentFunctions.Architecture.Tests.Repository;

namespace AgentFunctions.Architecture.Tests.Texts;

/// <summary>Nothing in the repository depends on the machine it was written on, or on a registry of its own choosing.</summary>
public sealed class ForbiddenTextTests
{
    private const int LargestTextFile = 4 * 1024 * 1024;

    // Written in two parts, so that this file does not break its own rule.
    private static readonly string[] MachinePaths = ["\"/work" + "/", " /work" + "/", "(/work" + "/", "`/work" + "/", "/root" + "/.", "/tmp" + "/bash"];
    private static readonly string[] RegistryHosts = ["registry." + "npmjs.org", "api." + "nuget.org", "files." + "pythonhosted.org", "proxy." + "golang.org", "pypi." + "org/simple"];

    [Fact]
    public void Files_MachinePaths_AreNotNamed() => Rule.Holds("no file names a path of the machine it was written on", Containing(MachinePaths, static _ => false));

    [Fact]
    public void Files_RegistryHosts_AreNamedInPublicCiOnly() =>
        Rule.Holds("package sources are configuration: registry hosts appear in .github only", Containing(RegistryHosts, static path => path.StartsWith(".github/", StringComparison.Ordinal)));

    [Fact]
    public void Files_LineEndings_AreLf() =>
        Rule.Holds(
            "source files end their lines with LF",
            SourceFile.All.Where(static file => file.Text.Contains('\r', StringComparison.Ordinal)).Select(static file => file.Path));

    private static IEnumerable<string> Containing(string[] texts, Func<string, bool> isExempt) =>
        from path in RepositoryTree.Files
        where !isExempt(path) && new FileInfo(RepositoryTree.Absolute(path)).Length < LargestTextFile
        let content = Encoding.Latin1.GetString(File.ReadAllBytes(RepositoryTree.Absolute(path)))
        from text in texts
        where content.Contains(text, StringComparison.OrdinalIgnoreCase) || (text[0] is ' ' && content.Contains('\n' + text[1..], StringComparison.Ordinal))
        select $"{path}: {text.Trim()}";
}
