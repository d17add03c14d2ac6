using AgentFunctions.Architecture.Tests.Repository;

namespace AgentFunctions.Architecture.Tests.Projects;

/// <summary>Arrows point to Core; hosts compose; nobody references a host.</summary>
public sealed class ReferenceTests
{
    // A project that does not exist yet is fine; a project that is not named here is not.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Gateway"] = ["Core"],
        ["Workflows"] = ["Core"],
        ["Cloud"] = ["Core", "Gateway"],
        ["Embedded"] = ["Core"],
        ["Http"] = ["Core", "Gateway", "Workflows"],
        ["LocalHost"] = ["Core", "Gateway", "Workflows", "Http", "Cloud", "Embedded"],
        ["Functions"] = ["Core", "Gateway", "Workflows", "Http", "Cloud", "Embedded"],
    };

    private static readonly string[] Hosts = ["LocalHost", "Functions"];

    [Fact]
    public void SourceProjects_Names_AreTheOnesOfTheDesign() =>
        Rule.Holds(
            "every project under src is one of the design's; a new one gets its place in the reference rules first",
            Source().Where(static project => !Allowed.ContainsKey(project.ShortName)).Select(static project => project.Path));

    [Fact]
    public void SourceProjects_References_PointToCore() =>
        Rule.Holds(
            "Core references no project; Gateway, Workflows and Embedded only Core; Cloud only Core and Gateway (the port of providers); Http only Core, Gateway and Workflows",
            from project in Source()
            from reference in project.ProjectReferences
            where !Allowed.GetValueOrDefault(project.ShortName, []).Contains(reference)
            select $"{project.Path} references {reference}");

    [Fact]
    public void SourceProjects_References_NeverNameAHost() =>
        Rule.Holds(
            "nobody references a host",
            from project in Source()
            from reference in project.ProjectReferences
            where Hosts.Contains(reference)
            select $"{project.Path} references {reference}");

    [Fact]
    public void SourceProjects_References_NeverNameTests() =>
        Rule.Holds(
            "nothing under src references a project under tests",
            from project in Source()
            from include in project.Elements("ProjectReference").Select(static element => (string?)element.Attribute("Include") ?? "")
            where include.Contains("tests", StringComparison.OrdinalIgnoreCase) || include.Contains("TestKit", StringComparison.Ordinal)
            select $"{project.Path} references {include}");

    [Fact]
    public void References_Targets_Exist() =>
        Rule.Holds(
            "a project reference names a project of this repository",
            from project in ProjectFile.All
            from reference in project.ProjectReferences
            where ProjectFile.All.All(other => other.ShortName != reference)
            select $"{project.Path} references {reference}");

    private static IEnumerable<ProjectFile> Source() => ProjectFile.All.Where(static project => project.IsSource);
}
