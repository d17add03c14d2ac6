using System.Text.RegularExpressions;
using AgentFunctions.Core.Documents;
using AgentFunctions.Infra.Tests.Repository;

namespace AgentFunctions.Infra.Tests.Documents;

/// <summary>The threat model and the data map name what is there: containers, settings, tests.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = Tree.Read("docs/security.md");
    private static readonly string Map = Page[Page.IndexOf("## Data map", StringComparison.Ordinal)..];

    [Fact]
    public void DataMap_EveryContainer_IsInARow()
    {
        string[] containers = [.. Map.Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Select(static line => line.Split(" | ")[1])];
        Assert.All(DocumentContainer.All, container => Assert.Contains(containers, cell => cell.Contains($"`{container.Name}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void DataMap_Settings_AreThoseOfThePageOfSettings()
    {
        var settings = Tree.Read("docs/configuration.md");
        Assert.True(Setting().Count(Map) > 5);
        Assert.All(Setting().Matches(Map), match =>
        {
            var begin = settings.IndexOf($"## `{match.Groups[1].Value}`", StringComparison.Ordinal);
            Assert.True(begin >= 0, match.Value);
            var section = settings[begin..];
            var end = section.IndexOf("\n## ", StringComparison.Ordinal);
            Assert.Contains($"| `{match.Groups[2].Value}` |", end < 0 ? section : section[..end], StringComparison.Ordinal);
        });
    }

    [Fact]
    public void ThreatModel_Tests_AreThere()
    {
        string[] names = [.. TestName().Matches(Page).Select(static match => match.Groups[1].Value).Distinct()];
        Assert.True(names.Length > 10);
        Assert.Empty(names.Except(Tree.Files("tests", "*.cs").Select(static path => Path.GetFileNameWithoutExtension(path))));
    }

    [Theory]
    [InlineData("docs/security.md")]
    [InlineData("docs/deploy.md")]
    public void Links_WithinThePages_LeadSomewhere(string page)
    {
        var links = Link().Matches(Tree.Read(page));
        Assert.True(links.Count > 10);
        Assert.All(links, link =>
        {
            var target = link.Groups[1].Value.Length == 0 ? page : "docs/" + link.Groups[1].Value;
            Assert.True(File.Exists(Tree.Absolute(target)), link.Value);
            if (link.Groups[2].Value.Length > 0) Assert.Contains(link.Groups[2].Value, Heading().Matches(Tree.Read(target)).Select(static heading => Anchor(heading.Groups[1].Value)));
        });
    }

    private static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("`(AgentFunctions:[A-Za-z]+):([A-Za-z]+)`")]
    private static partial Regex Setting();

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\]\(([a-z0-9-]+\.md)?(?:#([a-z0-9-]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?m)^#+ (.+)$")]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NotInAnchors();
}
