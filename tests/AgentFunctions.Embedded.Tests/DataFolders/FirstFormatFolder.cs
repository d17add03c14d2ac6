using System.IO.Compression;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.DataFolders;

/// <summary>A data folder that the last version of format 1 wrote, and what it was asked to put there. Its keys open nothing else.</summary>
internal static class FirstFormatFolder
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Root, "tests", "AgentFunctions.Embedded.Tests", "DataFolders", "Formats", "1");

    public static JsonElement Expected { get; } = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json"))).RootElement;

    public static void Unpack(string target) => ZipFile.ExtractToDirectory(Path.Combine(Folder, "folder.zip"), target);

    /// <summary>Every document of the control plane, without what differs from run to run.</summary>
    public static async Task<SortedDictionary<string, string>> DocumentsAsync(IDocumentStore store)
    {
        var documents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var tenant in new[] { "default", "_system" })
        {
            var query = new DocumentQuery();
            do
            {
                var page = await store.QueryAsync(new DocumentPartition(DocumentContainer.Resources, tenant), query, CancellationToken.None);
                foreach (var document in page.Items) documents[$"{tenant} {document.Id}"] = WithoutEpoch(document);
                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
        }

        return documents;
    }

    private static string WithoutEpoch(Document document)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse(document.Body.Span)!.AsObject();
        body.Remove("epoch");
        return body.ToJsonString();
    }
}
