using AgentFunctions.Infra.Tests.Repository;
using AgentFunctions.Infra.Tests.Templates;

namespace AgentFunctions.Infra.Tests.Documents;

/// <summary>docs/deploy.md lists what is really made. To bring the page up to date, paste what the failing test expects.</summary>
public sealed class DeployPageTests
{
    private const string Begin = "<!-- resources: begin -->\n";
    private const string End = "<!-- resources: end -->";

    [Fact]
    public void Resources_List_IsTheTemplates()
    {
        var page = Tree.Read("docs/deploy.md").ReplaceLineEndings("\n");
        var begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        Assert.Equal(Table(), page[begin..page.IndexOf(End, StringComparison.Ordinal)]);
    }

    [Fact]
    public void Parameters_All_AreDescribed() =>
        Assert.All(CompiledTemplate.Root.GetProperty("parameters").EnumerateObject(), static parameter =>
            Assert.False(string.IsNullOrEmpty(parameter.Value.GetProperty("metadata").GetProperty("description").GetString()), parameter.Name));

    [Fact]
    public void Outputs_All_AreDescribed() =>
        Assert.All(CompiledTemplate.Root.GetProperty("outputs").EnumerateObject(), static output =>
            Assert.False(string.IsNullOrEmpty(output.Value.GetProperty("metadata").GetProperty("description").GetString()), output.Name));

    private static string Table()
    {
        var rows =
            from resource in CompiledTemplate.Resources
            let top = resource.Module.Split('/')[0]
            group top by resource.Type into made
            orderby made.Key
            select $"| `{made.Key}` | {string.Join(", ", made.Distinct().Order(StringComparer.Ordinal).Select(static module => $"`{module}`"))} |\n";
        return "| resource | made by the module |\n|---|---|\n" + string.Concat(rows.Order(StringComparer.Ordinal));
    }
}
