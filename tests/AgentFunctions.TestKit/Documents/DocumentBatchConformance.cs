using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Batches: all or nothing, in order, later operations seeing earlier ones.</summary>
public abstract class DocumentBatchConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    [Fact]
    public async Task Batch_EveryKind_AppliesInOrder()
    {
        var replaced = await SeedAsync("replaced", """{"n":1}""");
        var deleted = await SeedAsync("deleted", "{}");
        await SeedAsync("patched", """{"n":1}""");
        await SeedAsync("read", """{"r":true}""");

        var batch = await Store.ExecuteBatchAsync(
            Partition,
            [
                new BatchOperation.Create(Write("created", """{"c":1}""")), new BatchOperation.Upsert(Write("upserted", """{"u":1}""")),
                new BatchOperation.Replace(Write("replaced", """{"n":2}"""), replaced.ETag), new BatchOperation.Delete("deleted", deleted.ETag),
                new BatchOperation.Patch("patched", [new PatchOperation.Increment("n", 4)], DocumentFilter.Equal("n", 1)), new BatchOperation.Read("read"),
            ],
            None);

        Assert.True(batch.IsOk);
        Assert.All(batch.Results, result => Assert.Equal(DocumentStatus.Ok, result.Status));
        Assert.Equal(["created", "upserted", "replaced", null, "patched", "read"], batch.Results.Select(result => result.Document?.Id));
        AssertBody("""{"c":1}""", await FetchAsync("created"));
        AssertBody("""{"u":1}""", await FetchAsync("upserted"));
        AssertBody("""{"n":2}""", await FetchAsync("replaced"));
        await AssertAbsentAsync("deleted");
        AssertJson("""{"n":5}""", await FetchAsync("patched"));
        AssertBody("""{"r":true}""", batch.Results[5].Document);
        Assert.Equal(batch.Results[2].Document!.ETag, (await FetchAsync("replaced")).ETag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Batch_OneFails_NothingIsWritten(int position)
    {
        await SeedAsync("counter", """{"n":1}""");
        var operations = new List<BatchOperation>
        {
            new BatchOperation.Create(Write("x", "{}")), new BatchOperation.Patch("counter", [new PatchOperation.Increment("n", 1)]),
            new BatchOperation.Upsert(Write("y", "{}")), new BatchOperation.Delete("counter"),
        };
        operations.Insert(position, new BatchOperation.Create(Write("counter", "{}")));
        if (position == 4)
            operations[4] = new BatchOperation.Replace(Write("nobody", "{}"));

        var batch = await Store.ExecuteBatchAsync(Partition, operations, None);

        Assert.False(batch.IsOk);
        Assert.Equal(5, batch.Results.Count);
        for (var i = 0; i < 5; i++)
            Assert.Equal(i != position ? DocumentStatus.FailedDependency : position == 4 ? DocumentStatus.NotFound : DocumentStatus.Conflict, batch.Results[i].Status);
        Assert.All(batch.Results, result => Assert.Null(result.Document));
        await AssertAbsentAsync("x");
        await AssertAbsentAsync("y");
        AssertBody("""{"n":1}""", await FetchAsync("counter"));
    }

    [Theory]
    [InlineData("conflict", DocumentStatus.Conflict)]
    [InlineData("missing", DocumentStatus.NotFound)]
    [InlineData("etag", DocumentStatus.PreconditionFailed)]
    [InlineData("condition", DocumentStatus.PreconditionFailed)]
    [InlineData("unprocessable", DocumentStatus.Unprocessable)]
    [InlineData("read", DocumentStatus.NotFound)]
    [InlineData("delete", DocumentStatus.NotFound)]
    public async Task Batch_FailingOperation_CarriesItsStatus(string kind, DocumentStatus status)
    {
        await SeedAsync("a", """{"s":"text"}""");
        BatchOperation failing = kind switch
        {
            "conflict" => new BatchOperation.Create(Write("a", "{}")),
            "missing" => new BatchOperation.Patch("nobody", [new PatchOperation.Increment("n", 1)]),
            "etag" => new BatchOperation.Replace(Write("a", "{}"), "other"),
            "condition" => new BatchOperation.Patch("a", [new PatchOperation.SetValue("s", 1)], DocumentFilter.Equal("s", "other")),
            "unprocessable" => new BatchOperation.Patch("a", [new PatchOperation.Increment("s", 1)]),
            "read" => new BatchOperation.Read("nobody"),
            _ => new BatchOperation.Delete("nobody"),
        };

        var batch = await Store.ExecuteBatchAsync(Partition, [new BatchOperation.Upsert(Write("b", "{}")), failing], None);

        Assert.False(batch.IsOk);
        Assert.Equal([DocumentStatus.FailedDependency, status], batch.Results.Select(result => result.Status));
        await AssertAbsentAsync("b");
    }

    [Fact]
    public async Task Batch_LaterOperations_SeeEarlierOnes()
    {
        var batch = await Store.ExecuteBatchAsync(
            Partition,
            [
                new BatchOperation.Create(Write("a", """{"n":1}""")), new BatchOperation.Patch("a", [new PatchOperation.Increment("n", 1)], DocumentFilter.Equal("n", 1)),
                new BatchOperation.Read("a"), new BatchOperation.Delete("a"), new BatchOperation.Create(Write("a", """{"again":true}""")),
            ],
            None);

        Assert.True(batch.IsOk);
        AssertJson("""{"n":2}""", batch.Results[2].Document);
        Assert.Equal(batch.Results[1].Document!.ETag, batch.Results[2].Document!.ETag);
        AssertBody("""{"again":true}""", await FetchAsync("a"));
    }

    [Fact]
    public async Task Batch_CreateAfterOwnCreate_Conflicts()
    {
        var batch = await Store.ExecuteBatchAsync(Partition, [new BatchOperation.Create(Write("a", "{}")), new BatchOperation.Create(Write("a", "{}"))], None);

        Assert.Equal([DocumentStatus.FailedDependency, DocumentStatus.Conflict], batch.Results.Select(result => result.Status));
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Batch_EndsAsItBegan_LeavesNothing()
    {
        var batch = await Store.ExecuteBatchAsync(Partition, [new BatchOperation.Create(Write("a", "{}")), new BatchOperation.Delete("a")], None);

        Assert.True(batch.IsOk);
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Batch_AsClaimOfAnId_IsWrittenOnce()
    {
        await SeedAsync("counter", """{"n":0}""");
        BatchOperation[] claim = [new BatchOperation.Create(Write("call-1", "{}")), new BatchOperation.Patch("counter", [new PatchOperation.Increment("n", 1)])];

        Assert.True((await Store.ExecuteBatchAsync(Partition, claim, None)).IsOk);
        Assert.Equal(DocumentStatus.Conflict, (await Store.ExecuteBatchAsync(Partition, claim, None)).Results[0].Status);
        AssertJson("""{"n":1}""", await FetchAsync("counter"));
    }
}
