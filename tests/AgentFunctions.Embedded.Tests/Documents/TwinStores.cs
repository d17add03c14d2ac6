using System.Text;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>Applies random operations to SQLite and to the in-memory model and compares every outcome.</summary>
internal sealed class TwinStores : IAsyncDisposable
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Sessions, "default", "s1");
    private readonly SqliteStoreHarness _sqlite = new();
    private readonly InMemoryStoreHarness _model = new();

    /// <summary>Pairs of ETags of the same write, by which both are asked alike.</summary>
    private readonly List<(string Sqlite, string Model)> _etags = [("none", "none")];

    public async Task StepAsync(Random random)
    {
        switch (random.Next(10))
        {
            case 0:
                var span = TimeSpan.FromMilliseconds(random.Next(1500));
                _sqlite.Time.Advance(span);
                _model.Time.Advance(span);
                break;
            case 1 or 2:
                await CompareQueryAsync(RandomDocuments.Query(random));
                break;
            case 3 or 4:
                await CompareBatchAsync([.. Enumerable.Range(0, random.Next(2, 6)).Select(_ => Twin(random))]);
                break;
            default:
                await CompareBatchAsync([Twin(random)]);
                break;
        }
    }

    public async Task CompareAllAsync()
    {
        foreach (var order in new[] { null, "n", "o.n", "s" })
            await CompareQueryAsync(new DocumentQuery(OrderBy: order, Limit: 3));
    }

    public async ValueTask DisposeAsync()
    {
        await _sqlite.DisposeAsync();
        await _model.DisposeAsync();
    }

    private (BatchOperation Sqlite, BatchOperation Model) Twin(Random random)
    {
        var id = RandomDocuments.Id(random);
        var (sqlite, model) = random.Next(2) == 0 ? _etags[^1] : _etags[random.Next(_etags.Count)];
        var isFree = random.Next(2) == 0;
        var write = RandomDocuments.Write(random, id);
        switch (random.Next(6))
        {
            case 0:
                return Both(new BatchOperation.Create(write));
            case 1:
                return Both(new BatchOperation.Upsert(write));
            case 2:
                return (new BatchOperation.Replace(write, isFree ? null : sqlite), new BatchOperation.Replace(write, isFree ? null : model));
            case 3:
                return (new BatchOperation.Delete(id, isFree ? null : sqlite), new BatchOperation.Delete(id, isFree ? null : model));
            case 4:
                return Both(new BatchOperation.Read(id));
            default:
                return Both(new BatchOperation.Patch(id, RandomDocuments.Patch(random), isFree ? null : RandomDocuments.Filter(random)));
        }
    }

    private static (BatchOperation, BatchOperation) Both(BatchOperation operation) => (operation, operation);

    private async Task CompareBatchAsync((BatchOperation Sqlite, BatchOperation Model)[] operations)
    {
        var sqlite = await _sqlite.Store.ExecuteBatchAsync(Partition, [.. operations.Select(twin => twin.Sqlite)], CancellationToken.None);
        var model = await _model.Store.ExecuteBatchAsync(Partition, [.. operations.Select(twin => twin.Model)], CancellationToken.None);
        Assert.Equal(model.Results.Select(result => result.Status), sqlite.Results.Select(result => result.Status));
        for (var i = 0; i < operations.Length; i++)
        {
            Compare(model.Results[i].Document, sqlite.Results[i].Document);
            if (sqlite.Results[i].Document is { } written)
                _etags.Add((written.ETag, model.Results[i].Document!.ETag));
        }
    }

    private async Task CompareQueryAsync(DocumentQuery query)
    {
        var (sqlite, model) = (query, query);
        do
        {
            var actual = await _sqlite.Store.QueryAsync(Partition, sqlite, CancellationToken.None);
            var expected = await _model.Store.QueryAsync(Partition, model, CancellationToken.None);
            Assert.Equal(expected.Items.Select(document => document.Id), actual.Items.Select(document => document.Id));
            for (var i = 0; i < expected.Items.Count; i++)
                Compare(expected.Items[i], actual.Items[i]);
            Assert.Equal(expected.Continuation, actual.Continuation);
            sqlite = sqlite with { Continuation = actual.Continuation };
            model = model with { Continuation = expected.Continuation };
        }
        while (sqlite.Continuation is not null);
    }

    private static void Compare(Document? expected, Document? actual)
    {
        Assert.Equal(expected?.Id, actual?.Id);
        Assert.Equal(expected?.ExpiresAt, actual?.ExpiresAt);
        if (expected is null || actual is null)
            return;
        var (before, after) = (Encoding.UTF8.GetString(expected.Body.Span), Encoding.UTF8.GetString(actual.Body.Span));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(before), JsonNode.Parse(after)), $"Model: {before}\nSQLite: {after}");
    }
}
