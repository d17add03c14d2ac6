using System.Text;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Manifests;

namespace AgentFunctions.Core.Tests.Resources.Manifests;

public sealed class YamlBodyTests
{
    [Fact]
    public void Read_DocumentsAndLists_AreItems()
    {
        var findings = new Findings();

        var items = YamlBody.Read("kind: a\n---\n- kind: b\n- kind: c\n---\nitems: [{kind: d}]\n"u8, findings)!;

        Assert.Equal(["a", "b", "c", "d"], items.Select(i => i.GetProperty("kind").GetString()));
        Assert.False(findings.Any);
    }

    [Theory]
    [InlineData("a: 1\na: 2\n", "a", "line 2: occurs twice")]
    [InlineData("a:\n\t- b\n", "$", "line 2: is not valid YAML")]
    [InlineData("a: !!int 5\n", "a", "line 1: has a tag")]
    public void Read_Mistake_NamesPathAndLine(string yaml, string path, string said)
    {
        var findings = new Findings();

        Assert.Null(YamlBody.Read(Encoding.UTF8.GetBytes(yaml), findings));

        var finding = Assert.Single(findings.Items);
        Assert.Equal(path, finding.Path);
        Assert.StartsWith(said, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ResourceMadeLargeByAliases_IsRefusedUnwritten()
    {
        var findings = new Findings();

        Assert.Null(YamlBody.Read(Encoding.UTF8.GetBytes($"- &a {{x: \"{new string('x', 100_000)}\"}}\n- [*a, *a, *a]\n"), findings));

        Assert.Equal("items[1]", Assert.Single(findings.Items).Path);
    }

    [Fact]
    public void Read_Variables_StayText()
    {
        Assert.Equal("${AGENTFUNCTIONS_VAR_A}", YamlBody.Read("a: ${AGENTFUNCTIONS_VAR_A}\n"u8, new Findings())![0].GetProperty("a").GetString());
    }
}
