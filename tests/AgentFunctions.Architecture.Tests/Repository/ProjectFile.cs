using System.Xml.Linq;

namespace AgentFunctions.Architecture.Tests.Repository;

/// <summary>What a csproj says, as far as the rules ask.</summary>
internal sealed record ProjectFile(string Path, XDocument Xml)
{
    /// <summary>Every project of the checkout.</summary>
    public static IReadOnlyList<ProjectFile> All { get; } =
        [.. RepositoryTree.Files.Where(static path => path.EndsWith(".csproj", StringComparison.Ordinal) && !path.StartsWith("docs/samples/", StringComparison.Ordinal)).Select(static path => new ProjectFile(path, XDocument.Load(RepositoryTree.Absolute(path))))];

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The name without the product: <c>Core</c>, <c>Http.Tests</c>.</summary>
    public string ShortName => Name["AgentFunctions.".Length..];

    public bool IsSource => Path.StartsWith("src/", StringComparison.Ordinal);

    /// <summary>Needs the Functions worker packages, which some package sources lack: not in the solution filter.</summary>
    public bool NeedsFunctionsPackages => ShortName is "Functions" or "Functions.Tests";

    /// <summary>Short names of the referenced projects.</summary>
    public IReadOnlyList<string> ProjectReferences =>
        [.. Includes("ProjectReference").Select(static include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))).Select(static name => name.Replace("AgentFunctions.", "", StringComparison.Ordinal))];

    public IReadOnlyList<string> PackageReferences => [.. Includes("PackageReference")];

    public IReadOnlyList<string> FrameworkReferences => [.. Includes("FrameworkReference")];

    public IEnumerable<XElement> Elements(string name) => Xml.Descendants().Where(element => element.Name.LocalName == name);

    public override string ToString() => Name;

    private IEnumerable<string> Includes(string item) => Elements(item).Select(static element => (string?)element.Attribute("Include")).OfType<string>();
}
