namespace AgentFunctions.LocalHost.CommandLine;

/// <summary>What the command line said. Source: API.md, Hosts.</summary>
/// <param name="Urls">Addresses to listen on, separated by semicolons.</param>
/// <param name="DataFolder">Absolute path of the data folder.</param>
/// <param name="ManifestsFolder">Absolute path of the manifests to apply at start; null means the demo set shipped with the host.</param>
/// <param name="Environment">Whose overlays are merged into the manifests; null for none.</param>
internal sealed record LocalHostArguments(string Urls, string DataFolder, string? ManifestsFolder, string? Environment = null)
{
    /// <summary>Loopback, on the port that the Functions host uses by default.</summary>
    public const string DefaultUrls = "http://127.0.0.1:7071";

    public const string DefaultDataFolder = ".agentfunctions";
}
