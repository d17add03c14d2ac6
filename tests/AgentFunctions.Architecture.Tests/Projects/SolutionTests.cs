using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Architecture.Tests.Repository;

namespace AgentFunctions.Architecture.Tests.Projects;

/// <summary>The solution holds every project; the filter all but those that need the Functions worker packages.</summary>
public sealed partial class SolutionTests
{
    [Fact]
    public void Solution_Projects_AreAll() =>
        Rule.Holds("every project is in AgentFunctions.sln", ProjectFile.All.Select(static project => project.Path).Except(InSolution()));

    [Fact]
    public void Solution_Projects_Exist() =>
        Rule.Holds("AgentFunctions.sln names only projects that exist", InSolution().Except(ProjectFile.All.Select(static project => project.Path)));

    [Fact]
    public void Filter_Projects_AreAllButTheFunctionsOnes()
    {
        string[] expected = [.. ProjectFile.All.Where(static project => !project.NeedsFunctionsPackages).Select(static project => project.Path)];
        string[] actual = [.. InFilter()];
        Rule.Holds(
            "AgentFunctions.Local.slnf holds every project but the two that need the Functions worker packages",
            expected.Except(actual).Select(static path => $"missing: {path}").Concat(actual.Except(expected).Select(static path => $"too much: {path}")));
    }

    [Fact]
    public void Projects_Folders_BearTheirNames() =>
        Rule.Holds(
            "a project lives in a folder of its own name under src or tests",
            ProjectFile.All.Select(static project => project.Path).Where(static path => path.Split('/') is not ["src" or "tests", var folder, var file] || file != folder + ".csproj"));

    [Fact]
    public void Projects_Content_IsNotEmpty() =>
        Rule.Holds(
            "a project is created when it has content",
            ProjectFile.All.Where(static project => !SourceFile.All.Any(file => file.Path.StartsWith($"{Path.GetDirectoryName(project.Path)!.Replace('\\', '/')}/", StringComparison.Ordinal)))
                .Select(static project => project.Path));

    private static IEnumerable<string> InSolution() => ProjectPath().Matches(RepositoryTree.Read("AgentFunctions.sln")).Select(static match => Normalise(match.Groups[1].Value));

    private static IEnumerable<string> InFilter()
    {
        using var filter = JsonDocument.Parse(RepositoryTree.Read("AgentFunctions.Local.slnf"));
        return [.. filter.RootElement.GetProperty("solution").GetProperty("projects").EnumerateArray().Select(static project => Normalise(project.GetString()!))];
    }

    private static string Normalise(string path) => path.Replace('\\', '/');

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex ProjectPath();
}
