using System.Xml.Linq;
using AgentFunctions.Architecture.Tests.Repository;

namespace AgentFunctions.Architecture.Tests.Sources;

/// <summary>The list of banned symbols is there, is an error, and reaches every project.</summary>
public sealed class BannedSymbolsTests
{
    private const string List = "BannedSymbols.txt";

    [Theory]
    [InlineData("P:System.DateTime.Now")]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTimeOffset.Now")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("M:System.Threading.Thread.Sleep(System.Int32)")]
    [InlineData("M:System.Threading.Channels.Channel.CreateUnbounded``1")]
    public void List_Symbol_IsBanned(string symbol) =>
        Assert.True(RepositoryTree.Read(List).Split('\n').Any(line => line.StartsWith(symbol + ";", StringComparison.Ordinal)), $"Rule: {List} bans {symbol}");

    /// <summary>Workflow code is replayed: what a replay would not find again is an error there.</summary>
    [Theory]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("P:System.Random.Shared")]
    [InlineData("M:System.Threading.Tasks.Task.Delay(System.TimeSpan)")]
    [InlineData("M:System.Threading.Tasks.Task.Run(System.Action)")]
    public void List_OfWorkflows_BansWhatCannotBeReplayed(string symbol)
    {
        const string Project = "src/AgentFunctions.Workflows/";
        Assert.True(RepositoryTree.Read(Project + "BannedSymbols.Workflows.txt").Split('\n').Any(line => line.StartsWith(symbol + ";", StringComparison.Ordinal)), $"Rule: workflow code may not use {symbol}");
        Assert.Contains("BannedSymbols.Workflows.txt", RepositoryTree.Read(Project + "AgentFunctions.Workflows.csproj"), StringComparison.Ordinal);
    }

    [Fact]
    public void List_EveryProject_GetsIt()
    {
        var props = XDocument.Load(RepositoryTree.Absolute("Directory.Build.props"));
        Assert.True(
            props.Descendants("PackageReference").Any(static element => (string?)element.Attribute("Include") == "Microsoft.CodeAnalysis.BannedApiAnalyzers" && element.Attribute("Condition") is null),
            "Rule: Directory.Build.props gives every project the banned symbols analyzer");
        Assert.True(
            props.Descendants("AdditionalFiles").Any(static element => ((string?)element.Attribute("Include"))?.EndsWith(List, StringComparison.Ordinal) == true && element.Attribute("Condition") is null),
            $"Rule: Directory.Build.props gives every project {List}");
    }

    [Fact]
    public void List_Severity_IsError() =>
        Assert.True(
            RepositoryTree.Read(".editorconfig").Contains("dotnet_diagnostic.RS0030.severity = error", StringComparison.Ordinal),
            "Rule: .editorconfig makes a banned symbol an error");

    [Fact]
    public void List_Projects_DoNotRemoveIt() =>
        Rule.Holds(
            "no project takes the banned symbols away",
            from project in ProjectFile.All
            from element in project.Elements("PackageReference").Concat(project.Elements("AdditionalFiles"))
            where element.Attribute("Remove") is not null
            select $"{project.Path}: {element}");

    [Fact]
    public void List_NestedProps_ImportTheRoot() =>
        Rule.Holds(
            "a Directory.Build.props below the root imports the one above it",
            from path in RepositoryTree.Files
            where path.EndsWith("/Directory.Build.props", StringComparison.Ordinal)

            // Samples are a user's projects: none of the repository's settings is to reach them.
            where !path.StartsWith("docs/samples/", StringComparison.Ordinal)
            where !XDocument.Load(RepositoryTree.Absolute(path)).Descendants("Import").Any(static import => ((string?)import.Attribute("Project"))?.Contains("GetPathOfFileAbove", StringComparison.Ordinal) == true)
            select path);
}
