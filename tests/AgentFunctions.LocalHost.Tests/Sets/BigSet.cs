using AgentFunctions.LocalHost.Tests.CommandLine;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Sets;

/// <summary>Five hundred resources that name each other, in files of eight: far more than one batch of the store takes.</summary>
internal static class BigSet
{
    public const int Count = 500;
    private const int Providers = 10;
    private const int Teams = 40;
    private const int Models = 50;
    private const int PerFile = 8;

    /// <summary>Every document, providers first.</summary>
    public static IEnumerable<string> Documents(string prefix, string owner = "platform")
    {
        for (var i = 0; i < Providers; i++) yield return Document("providers", $"{prefix}-p{i}", "  type: simulated\n");
        for (var i = 0; i < Teams; i++) yield return Document("teams", $"{prefix}-t{i}", $"  displayName: Team {i}\n  models: [\"*\"]\n");
        for (var i = 0; i < Models; i++) yield return Document("models", $"{prefix}-m{i}", $"  targets:\n    - provider: {prefix}-p{i % Providers}\n      deployment: sim-small\n");
        for (var i = 0; i < Count - Providers - Teams - Models; i++)
            yield return Document("agents", $"{prefix}-a{i}", $"  owner: {owner}\n  team: {prefix}-t{i % Teams}\n  models:\n    - {prefix}-m{i % Models}\n");
    }

    /// <summary>Writes the documents into the folder <c>m</c>, in the order given.</summary>
    public static void WriteSet(this TemporaryFolder folder, IEnumerable<string> documents, string? managedBy = null)
    {
        if (Directory.Exists(folder.Sub("m"))) Directory.Delete(folder.Sub("m"), recursive: true);
        foreach (var (chunk, n) in documents.Chunk(PerFile).Select((chunk, n) => (chunk, n))) folder.Write($"part-{n % 4}/{n:d2}.yaml", string.Join("---\n", chunk));
        if (managedBy is not null) folder.Write("agentfunctions.yaml", $"managedBy: {managedBy}\n");
    }

    public static string Document(string kind, string id, string spec) => $"apiVersion: agentfunctions/v1\nkind: {kind}\nid: {id}\nspec:\n{spec}";
}
