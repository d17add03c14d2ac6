using System.Xml.Linq;
using AgentFunctions.Architecture.Tests.Repository;

namespace AgentFunctions.Architecture.Tests.Projects;

/// <summary>One assembly per dependency weight; every version in one file.</summary>
public sealed class PackageTests
{
    private static readonly string[] CloudPrefixes = ["Azure.", "Microsoft.Azure.", "Microsoft.Identity", "AWSSDK.", "Google.Cloud.", "OpenAI"];
    private static readonly string[] WebPrefixes = ["Microsoft.AspNetCore.", "Yarp."];
    private static readonly string[] EnginePrefixes = ["Microsoft.Data.Sqlite", "SQLitePCLRaw."];
    private static readonly string[] FunctionsPrefixes =
        ["Microsoft.Azure.Functions.", "Microsoft.Azure.WebJobs", "Microsoft.DurableTask", "Microsoft.Azure.DurableTask", "Azure.Messaging.EventHubs", "Microsoft.Azure.Amqp"];

    private static readonly string[] TestPrefixes = ["xunit", "Moq", "FsCheck", "Microsoft.NET.Test.Sdk", "BenchmarkDotNet", "Microsoft.Extensions.TimeProvider.Testing", "Yarp."];

    [Fact]
    public void Core_Packages_NoWebAndNoCloud() =>
        Rule.Holds(
            "Core references no ASP.NET and no cloud package",
            ProjectFile.All.Where(static project => project.IsSource && project.ShortName == "Core").SelectMany(static project =>
                Using(project, [.. CloudPrefixes, .. WebPrefixes, .. EnginePrefixes]).Concat(project.FrameworkReferences.Select(name => $"{project.Path} uses the framework {name}"))));

    [Fact]
    public void CloudPackages_OutsideCloudAndFunctions_AreNotUsed() =>
        Rule.Holds("cloud packages only in Cloud and the Functions host", SourceExcept("Cloud", "Functions").SelectMany(static project => Using(project, CloudPrefixes)));

    [Fact]
    public void SqlitePackages_OutsideEmbedded_AreNotUsed() =>
        Rule.Holds("the SQLite packages only in Embedded", SourceExcept("Embedded").SelectMany(static project => Using(project, EnginePrefixes)));

    [Fact]
    public void FunctionsPackages_OutsideFunctions_AreNotUsed() =>
        Rule.Holds(
            "the Functions, Durable and Event Hubs packages only in AgentFunctions.Functions and its tests",
            ProjectFile.All.Where(static project => !project.NeedsFunctionsPackages).SelectMany(static project => Using(project, FunctionsPrefixes)));

    [Fact]
    public void TestPackages_InProduct_AreNotUsed() =>
        Rule.Holds("test packages only under tests", ProjectFile.All.Where(static project => project.IsSource).SelectMany(static project => Using(project, TestPrefixes)));

    [Fact]
    public void PackageReferences_Versions_AreCentral() =>
        Rule.Holds(
            "package versions stand in Directory.Packages.props only",
            from project in ProjectFile.All
            from reference in project.Elements("PackageReference")
            where HasVersion(reference) && !IsSdkCompatibilityOverride(project, reference)
            select $"{project.Path}: {reference}");

    [Fact]
    public void PackageVersions_Values_DoNotFloat() =>
        Rule.Holds(
            "a package version is exact",
            from version in XDocument.Load(RepositoryTree.Absolute("Directory.Packages.props")).Descendants("PackageVersion")
            let value = (string?)version.Attribute("Version") ?? ""
            where value.Length == 0 || (!value.StartsWith("$(", StringComparison.Ordinal) && value.AsSpan().ContainsAny('*', '[', '('))
            select version.ToString());

    [Fact]
    public void Projects_Warnings_AreNotSilenced() =>
        Rule.Holds(
            "a project under src silences no warning and keeps warnings as errors",
            from project in ProjectFile.All
            where project.IsSource
            from element in project.Elements("NoWarn").Concat(project.Elements("TreatWarningsAsErrors")).Concat(project.Elements("WarningsNotAsErrors")).Concat(project.Elements("Nullable"))
            select $"{project.Path}: {element}");

    private static bool HasVersion(XElement reference) =>
        reference.Attributes().Select(static attribute => attribute.Name.LocalName).Concat(reference.Elements().Select(static element => element.Name.LocalName))
            .Any(static name => name is "Version" or "VersionOverride");

    // The black-box compatibility tests drive a newer OpenAI client than the product's own closure can hold.
    private static bool IsSdkCompatibilityOverride(ProjectFile project, XElement reference) =>
        !project.IsSource && (string?)reference.Attribute("Include") == "OpenAI" && reference.Attribute("VersionOverride") is not null && !project.ProjectReferences.Contains("Cloud");

    private static IEnumerable<ProjectFile> SourceExcept(params string[] names) => ProjectFile.All.Where(project => project.IsSource && !names.Contains(project.ShortName));

    private static IEnumerable<string> Using(ProjectFile project, string[] prefixes) =>
        project.PackageReferences.Where(package => prefixes.Any(prefix => package.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).Select(package => $"{project.Path} uses {package}");
}
