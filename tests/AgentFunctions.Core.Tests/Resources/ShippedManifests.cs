namespace AgentFunctions.Core.Tests.Resources;

/// <summary>The manifests in the repository: the demo set and one folder for each provider in the README. Each is a start of its own with an agent; the price list (<see cref="ShippedPrices"/>) and the patterns, which are applied to a host that has started, are not.</summary>
internal static class ShippedManifests
{
    private static readonly string[] Additions = [ShippedPrices.FolderName, "patterns"];

    public static string Root { get; } = Find();

    public static IEnumerable<string> Folders =>
        Directory.EnumerateDirectories(Path.Combine(Root, "manifests"))
            .Where(static d => !Additions.Contains(Path.GetFileName(d)))
            .Select(d => Path.GetRelativePath(Root, d))
            .Append("src/AgentFunctions.LocalHost/Manifests/demo")
            .Order(StringComparer.Ordinal);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentFunctions.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
