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

    /// <summary>What the sets have in place of a name that differs from one reader to the next.</summary>
    public static string? Variable(string name) => name switch
    {
        "AGENTFUNCTIONS_VAR_AZURE_OPENAI_RESOURCE" => "my-resource",
        "AGENTFUNCTIONS_VAR_AZURE_OPENAI_ENDPOINT" => "https://my-resource.openai.azure.com/",
        "AGENTFUNCTIONS_VAR_AZURE_OPENAI_DEPLOYMENT" => "gpt-4.1-mini",
        _ => null,
    };

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AgentFunctions.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
