using System.Text.RegularExpressions;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Keys;

/// <summary>docs/security.md gives secret scanners a pattern; it must find every key and little else.</summary>
public sealed class ScannerPatternTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(ShippedManifests.Root, "docs", "security.md"));

    [Fact]
    public void Pattern_EveryKindOfKey_IsFoundWholeInText()
    {
        var patterns = Regex.Matches(Page, @"\\b\(\?:ak\\?\|ok\).*?\\b").Select(m => m.Value.Replace(@"\|", "|", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, patterns.Count);
        foreach (var pattern in patterns)
        {
            foreach (var key in new[] { KeyFormat.Issue("default", KeyFormat.NewId(), true), KeyFormat.Issue("a", "K:1_x-y", false), KeyFormat.Issue(new string('t', 63), new string('k', 128), true) })
                Assert.Equal(key, Regex.Match($"""curl -H "Authorization: Bearer {key}" # leaked""", pattern).Value);
            foreach (var other in new[] { "ak_default.demo.<secret>", "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnop", "pak_a.b.c", "ok_computer.is.an_album" }) Assert.DoesNotMatch(pattern, other);
        }
    }

    [Fact]
    public void Page_EveryScope_HasARowInOrder() =>
        Assert.Equal(AccessScopeNames.All, Regex.Matches(Page, @"^\| `([a-z]+:[a-z-]+)` \|", RegexOptions.Multiline).Select(m => m.Groups[1].Value));
}
