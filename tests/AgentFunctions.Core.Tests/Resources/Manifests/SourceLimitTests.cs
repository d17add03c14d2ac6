using System.Diagnostics;
using System.Text;
using AgentFunctions.Core.Resources.Manifests.Reading;

namespace AgentFunctions.Core.Tests.Resources.Manifests;

/// <summary>A small file never becomes a large one, and a large one is refused in time.</summary>
public sealed class SourceLimitTests
{
    [Fact]
    public void Read_BillionLaughs_IsRefused()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++) yaml.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");

        Assert.Contains("more than 200000 values", Refusal(yaml.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AliasesOfALongText_AreRefused()
    {
        var yaml = $"a: &a \"{new string('x', 1_000_000)}\"\nb: [{string.Join(", ", Enumerable.Repeat("*a", 100))}]\n";

        Assert.Contains("characters with its aliases written out", Refusal(yaml), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    [InlineData("? ")]
    public void Read_DeepNesting_IsRefusedAtOnce(string opening)
    {
        var started = Stopwatch.GetTimestamp();

        Refusal(string.Concat(Enumerable.Repeat(opening, 20_000)));

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5), "a nest of brackets must not be read to its end");
    }

    [Fact]
    public void Read_DepthByAliases_IsRefused()
    {
        var yaml = new StringBuilder("a0: &a0 [x]\n");
        for (var i = 1; i < 60; i++) yaml.Append($"a{i}: &a{i} [*a{i - 1}]\n");

        Assert.Contains("nested too deeply", Refusal(yaml.ToString()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyValues_AreRefused() => Assert.Contains("more than 200000 values", Refusal($"[{string.Join(",", Enumerable.Repeat("1", 200_001))}]"), StringComparison.Ordinal);

    [Fact]
    public async Task Folder_HugeFile_IsNotRead()
    {
        using var folder = new ManifestFolder();
        folder.With("big.yaml", "");
        using (var file = File.OpenWrite(Path.Combine(folder.FullPath, "big.yaml"))) file.SetLength(SourceLimits.MaxFileBytes + 1);

        Assert.Contains("is larger than", await folder.ProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_HugeResource_IsRefused()
    {
        using var folder = new ManifestFolder();
        folder.With("big.yaml", $"apiVersion: agentfunctions/v1\nkind: agents\nid: a\nspec:\n  x: &x [{string.Join(", ", Enumerable.Repeat(new string('x', 100), 500))}]\n  y: [*x, *x, *x, *x, *x, *x]\n");

        Assert.Equal("big.yaml:1: is larger than 262144 bytes", await folder.ProblemAsync());
    }

    private static string Refusal(string yaml) => Assert.Throws<SourceException>(() => YamlSource.Read("f.yaml", yaml)).Message;
}
