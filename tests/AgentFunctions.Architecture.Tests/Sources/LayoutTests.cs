using AgentFunctions.Architecture.Tests.Repository;

namespace AgentFunctions.Architecture.Tests.Sources;

/// <summary>One type a file, feature folders, namespaces that follow them.</summary>
public sealed class LayoutTests
{
    private static readonly string[] BannedFolders =
        ["Services", "Service", "Helpers", "Helper", "Utils", "Util", "Utilities", "Managers", "Manager", "Common", "Misc", "Extensions", "Interfaces", "Enums", "Constants", "Dtos"];

    private static readonly string[] BannedSuffixes = ["Helper", "Helpers", "Util", "Utils", "Utilities", "Manager"];

    // "Models" is a feature there: model calls and their endpoints.
    private static readonly string[] ModelFeatures = ["src/AgentFunctions.Gateway/Models", "src/AgentFunctions.Http/Models", "tests/AgentFunctions.Gateway.Tests/Models", "tests/AgentFunctions.Http.Tests/Models"];

    [Fact]
    public void Files_TopLevelTypes_AreOneAFile() =>
        Rule.Holds(
            "one top-level type a file",
            SourceFile.Product.Where(static file => file.TopLevelTypes.Count > 1).Select(static file => $"{file.Path}: {string.Join(", ", file.TopLevelTypes)}"));

    [Fact]
    public void Files_Names_AreTheirTypes() =>
        Rule.Holds(
            "a file bears its type's name (a part of a partial type: Type.Part.cs)",
            SourceFile.All.Where(static file => file.TopLevelTypes.Count == 1 && file.Name != file.TopLevelTypes[0] && !file.Name.StartsWith(file.TopLevelTypes[0] + ".", StringComparison.Ordinal))
                .Select(static file => $"{file.Path}: {file.TopLevelTypes[0]}"));

    [Fact]
    public void Folders_Names_AreFeatures() =>
        Rule.Holds(
            "folders are features: never Models (but for model calls), Services, Helpers, Utils, Managers and the like",
            from folder in SourceFile.All.Select(static file => Path.GetDirectoryName(file.Path)!.Replace('\\', '/')).Distinct(StringComparer.Ordinal)
            let name = folder[(folder.LastIndexOf('/') + 1)..]
            where BannedFolders.Contains(name, StringComparer.OrdinalIgnoreCase) || (name == "Models" && !ModelFeatures.Contains(folder))
            select folder);

    [Fact]
    public void Types_Names_SayWhatTheyDo() =>
        Rule.Holds(
            "no type is called helper, util or manager",
            from file in SourceFile.All
            from type in file.TopLevelTypes
            where BannedSuffixes.Any(suffix => type.EndsWith(suffix, StringComparison.Ordinal))
            select $"{file.Path}: {type}");

    [Fact]
    public void Namespaces_Names_FollowFolders() =>
        Rule.Holds(
            "a namespace is the project's name and the folders below it",
            from file in SourceFile.All
            let folders = file.Path.Split('/')

            // A sample is a solution of its own: its root is its folder, not ours.
            let expected = string.Join('.', folders is ["docs", "samples", ..] ? folders[2..^1] : folders[1..^1])
            from declared in file.Namespaces
            where declared != expected
            select $"{file.Path}: {declared}, not {expected}");

    [Fact]
    public void Namespaces_Azure_IsNotUsed() =>
        Rule.Holds(
            "the namespace AgentFunctions.Azure would hide the SDK's Azure",
            from file in SourceFile.All
            from declared in file.Namespaces
            where declared.StartsWith("AgentFunctions.", StringComparison.Ordinal) && declared.Split('.').Contains("Azure")
            select $"{file.Path}: {declared}");
}
