using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

/// <summary>Writes manifests into the folder <c>m</c> of a test.</summary>
internal static class ManifestFiles
{
    public const string Provider = "apiVersion: agentfunctions/v1\nkind: providers\nid: sim\nspec:\n  type: simulated\n";

    public const string Model = "apiVersion: agentfunctions/v1\nkind: models\nid: small\nspec:\n  targets:\n    - provider: sim\n";

    public static void Write(this TemporaryFolder folder, string file, string text)
    {
        var path = Path.Combine(folder.Sub("m"), file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public static string Agent(string id, params string[] models) =>
        $"apiVersion: agentfunctions/v1\nkind: agents\nid: {id}\nspec:\n  models:\n{string.Concat(models.Select(m => $"    - {m}\n"))}";
}
