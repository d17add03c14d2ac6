using System.Text.RegularExpressions;
using AgentFunctions.Infra.Tests.Repository;
using AgentFunctions.Infra.Tests.Templates;

namespace AgentFunctions.Infra.Tests.Documents;

/// <summary>docs/deploy.md lists what is really made, and its commands name what is there. To bring the list up to date, paste what the failing test expects.</summary>
public sealed partial class DeployPageTests
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

    [Fact]
    public void Commands_EnvironmentOfAzd_IsReadBySomething()
    {
        // What azd itself reads.
        string[] known = [.. InfraVariables.Read, "AZURE_LOCATION", "AZURE_RESOURCE_GROUP", "AGENTFUNCTIONS_VAR_NAME"];
        string[] set = [.. EnvironmentSet().Matches(Tree.Read("docs/deploy.md")).Select(static match => match.Groups[1].Value)];

        Assert.True(set.Length > 5);
        Assert.Empty(set.Except(known));
    }

    /// <summary>Every variable of the folders that the walk-through applies is one that the hook fills from the outputs of the template.</summary>
    [Fact]
    public void Commands_Manifests_NeedNothingThatTheTemplateDoesNotSay()
    {
        var folders = Folders().Match(Tree.Read("docs/deploy.md")).Groups[1].Value.Split(',');
        Assert.Equal(["manifests/prices", "manifests/azure-openai-identity"], folders);
        Assert.All(folders, static folder => Assert.NotEmpty(Directory.GetFiles(Tree.Absolute(folder))));
        string[] needed = [.. folders.SelectMany(static folder => Tree.Files(folder, "*")).SelectMany(static path => Variable().Matches(Tree.Read(path)).Select(static match => match.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal(["AZURE_OPENAI_DEPLOYMENT", "AZURE_OPENAI_ENDPOINT"], needed);
        Assert.All(needed, static name => Assert.True(CompiledTemplate.Root.GetProperty("outputs").TryGetProperty(name, out _), name));
        Assert.DoesNotContain(folders.SelectMany(static folder => Tree.Files(folder, "*")), static path => Tree.Read(path).Contains("secretRef", StringComparison.Ordinal));
    }

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

    [GeneratedRegex("azd env set ([A-Z0-9_]+) ")]
    private static partial Regex EnvironmentSet();

    [GeneratedRegex("azd env set AGENTFUNCTIONS_MANIFESTS (\\S+)")]
    private static partial Regex Folders();

    [GeneratedRegex(@"\$\{AGENTFUNCTIONS_VAR_([A-Z0-9_]+)\}")]
    private static partial Regex Variable();
}
