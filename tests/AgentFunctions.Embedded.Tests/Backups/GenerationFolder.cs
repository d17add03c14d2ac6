using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>A store whose documents, in three files, all are of one generation: a mixture shows at once.</summary>
internal static class GenerationFolder
{
    private const int DocumentsOfFile = 600;
    private static readonly string Padding = new('x', 300);

    private static readonly DocumentPartition[] Partitions =
    [
        new(DocumentContainer.Resources, "default"), new(DocumentContainer.Ledger, "default", "0"), new(DocumentContainer.Audit, "default", "0"),
    ];

    public static async Task WriteAsync(SqliteDocumentStore store, int generation)
    {
        foreach (var partition in Partitions)
        {
            foreach (var chunk in Enumerable.Range(0, DocumentsOfFile).Chunk(100))
            {
                BatchOperation[] batch = [.. chunk.Select(i => new BatchOperation.Upsert(new DocumentWrite($"d{i}", Body(generation))))];
                Assert.True((await store.ExecuteBatchAsync(partition, batch, CancellationToken.None)).IsOk);
            }
        }
    }

    /// <summary>The generation of each file.</summary>
    public static async Task<int[]> ReadAsync(SqliteDocumentStore store)
    {
        var generations = new List<int>();
        foreach (var partition in Partitions)
        {
            var found = new List<int>();
            var query = new DocumentQuery(IdPrefix: "d");
            do
            {
                var page = await store.QueryAsync(partition, query, CancellationToken.None);
                found.AddRange(page.Items.Select(Generation));
                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
            Assert.Equal(DocumentsOfFile, found.Count);
            generations.Add(Assert.Single(found.Distinct()));
        }

        return [.. generations];
    }

    private static byte[] Body(int generation) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"generation":{{generation}},"padding":"{{Padding}}"}"""));

    private static int Generation(Document document)
    {
        using var body = JsonDocument.Parse(document.Body);
        return body.RootElement.GetProperty("generation").GetInt32();
    }
}
