using System.Text;
using System.Text.Json.Nodes;
using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Common ground of the conformance suites. An engine passes when a class derived from each suite, with its harness, is green.</summary>
public abstract class DocumentStoreConformance<THarness> : IAsyncLifetime
    where THarness : DocumentStoreHarness, new()
{
    protected THarness Harness { get; } = new();

    protected IDocumentStore Store => Harness.Store;

    protected FakeTimeProvider Time => Harness.Time;

    protected static CancellationToken None => CancellationToken.None;

    /// <summary>A partition with a second level.</summary>
    protected DocumentPartition Partition => InSession("s1");

    public virtual Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Harness.DisposeAsync().AsTask();

    protected DocumentPartition InSession(string session) => new(DocumentContainer.Sessions, Harness.TenantId, session);

    protected static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    protected static DocumentWrite Write(string id, string json, TimeSpan? timeToLive = null) => new(id, Json(json), timeToLive);

    protected async Task<Document> SeedAsync(string id, string json)
    {
        var result = await Store.UpsertAsync(Partition, Write(id, json), None);
        Assert.Equal(DocumentStatus.Ok, result.Status);
        return result.Document!;
    }

    protected async Task<Document> FetchAsync(string id)
    {
        var result = await Store.ReadAsync(Partition, id, None);
        Assert.Equal(DocumentStatus.Ok, result.Status);
        return result.Document!;
    }

    protected async Task AssertAbsentAsync(string id) => Assert.Equal(DocumentStatus.NotFound, (await Store.ReadAsync(Partition, id, None)).Status);

    protected void AssertBody(string expected, Document? document)
    {
        Assert.NotNull(document);
        if (Harness.PreservesBytes)
            Assert.Equal(expected, Encoding.UTF8.GetString(document.Body.Span));
        else
            AssertJson(expected, document);
    }

    protected static void AssertJson(string expected, Document? document)
    {
        Assert.NotNull(document);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(document.Body.Span)),
            $"Expected {expected}, got {Encoding.UTF8.GetString(document.Body.Span)}");
    }

    /// <summary>All pages; also checks that pages respect their limit and that the walk ends.</summary>
    protected async Task<List<Document>> WalkAsync(DocumentQuery query, DocumentPartition? partition = null, Func<Task>? between = null)
    {
        var all = new List<Document>();
        for (var pages = 0; pages < 10_000; pages++)
        {
            var page = await Store.QueryAsync(partition ?? Partition, query, None);
            Assert.True(page.Items.Count <= query.Limit, "A page holds at most Limit documents");
            all.AddRange(page.Items);
            if (page.Continuation is null)
                return all;
            query = query with { Continuation = page.Continuation };
            if (between is not null)
                await between();
        }
        throw new InvalidOperationException("The walk does not end.");
    }

    protected async Task<string[]> WalkIdsAsync(DocumentQuery query) => [.. (await WalkAsync(query)).Select(document => document.Id)];

    protected static Task<DocumentLimitException> AssertRefusedAsync<T>(Func<ValueTask<T>> call) =>
        Assert.ThrowsAsync<DocumentLimitException>(async () => await call());
}
