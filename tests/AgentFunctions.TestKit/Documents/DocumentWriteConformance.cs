using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Create, read, replace, upsert and delete, with their ETags.</summary>
public abstract class DocumentWriteConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    /// <summary>Spacing, key order, number forms, escapes and unicode that a store must not tidy up.</summary>
    private const string OddBody = """{ "b":1.50,"a" : [1e2,-0.0, 9007199254740992 ],"é":"\u00e9\ud83d\ude00 👩‍💻 \/ \u0000","ÿ":{"deep":[{},[],null,true]}, "":"" }""";

    [Fact]
    public async Task Create_NewId_ReturnsTheDocument()
    {
        var result = await Store.CreateAsync(Partition, Write("a", """{"n":1}"""), None);

        Assert.True(result.IsOk);
        Assert.Equal("a", result.Document!.Id);
        Assert.NotEmpty(result.Document.ETag);
        Assert.Null(result.Document.ExpiresAt);
        AssertBody("""{"n":1}""", result.Document);
    }

    [Fact]
    public async Task Create_TakenId_Conflicts()
    {
        var first = await SeedAsync("a", """{"n":1}""");

        var result = await Store.CreateAsync(Partition, Write("a", """{"n":2}"""), None);

        Assert.Equal(new DocumentResult(DocumentStatus.Conflict), result);
        Assert.Equal(first.ETag, (await FetchAsync("a")).ETag);
        AssertBody("""{"n":1}""", await FetchAsync("a"));
    }

    [Fact]
    public async Task Read_Existing_ReturnsBodyAndETagAsWritten()
    {
        var written = await SeedAsync("a", OddBody);

        var read = await FetchAsync("a");

        AssertBody(OddBody, read);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal("a", read.Id);
    }

    [Fact]
    public async Task Read_Missing_IsNotFound() => Assert.Equal(new DocumentResult(DocumentStatus.NotFound), await Store.ReadAsync(Partition, "nobody", None));

    [Fact]
    public async Task Read_OtherCaseOfId_IsAnotherDocument()
    {
        await SeedAsync("Doc", "{}");

        await AssertAbsentAsync("doc");
    }

    [Fact]
    public async Task Write_CallersBufferReusedAfterwards_StoredBodyUnchanged()
    {
        var buffer = Json("""{"n":1}""");
        var result = await Store.CreateAsync(Partition, new DocumentWrite("a", buffer), None);

        buffer.AsSpan().Fill((byte)'x');

        AssertBody("""{"n":1}""", result.Document);
        AssertBody("""{"n":1}""", await FetchAsync("a"));
    }

    [Fact]
    public async Task Replace_MatchingETag_WritesAndChangesETag()
    {
        var first = await SeedAsync("a", """{"n":1}""");

        var result = await Store.ReplaceAsync(Partition, Write("a", """{"n":2}"""), first.ETag, None);

        Assert.True(result.IsOk);
        Assert.NotEqual(first.ETag, result.Document!.ETag);
        AssertBody("""{"n":2}""", await FetchAsync("a"));
        Assert.Equal(result.Document.ETag, (await FetchAsync("a")).ETag);
    }

    [Fact]
    public async Task Replace_SameBody_ChangesETag()
    {
        var first = await SeedAsync("a", """{"n":1}""");

        var second = await Store.ReplaceAsync(Partition, Write("a", """{"n":1}"""), null, None);

        Assert.NotEqual(first.ETag, second.Document!.ETag);
    }

    [Theory]
    [InlineData("no-such-etag")]
    [InlineData("")]
    public async Task Replace_OtherETag_FailsThePrecondition(string etag)
    {
        await SeedAsync("a", """{"n":1}""");

        Assert.Equal(new DocumentResult(DocumentStatus.PreconditionFailed), await Store.ReplaceAsync(Partition, Write("a", "{}"), etag, None));
        AssertBody("""{"n":1}""", await FetchAsync("a"));
    }

    [Fact]
    public async Task Replace_WithoutETag_Writes()
    {
        await SeedAsync("a", """{"n":1}""");

        Assert.True((await Store.ReplaceAsync(Partition, Write("a", """{"n":2}"""), null, None)).IsOk);
        AssertBody("""{"n":2}""", await FetchAsync("a"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("x")]
    public async Task Replace_Missing_IsNotFound(string? etag)
    {
        Assert.Equal(new DocumentResult(DocumentStatus.NotFound), await Store.ReplaceAsync(Partition, Write("a", "{}"), etag, None));
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Upsert_MissingThenExisting_WritesBoth()
    {
        var first = await Store.UpsertAsync(Partition, Write("a", """{"n":1}"""), None);
        var second = await Store.UpsertAsync(Partition, Write("a", """{"n":2}"""), None);

        Assert.True(first.IsOk && second.IsOk);
        Assert.NotEqual(first.Document!.ETag, second.Document!.ETag);
        AssertBody("""{"n":2}""", await FetchAsync("a"));
    }

    [Fact]
    public async Task Delete_MatchingETag_Removes()
    {
        var first = await SeedAsync("a", "{}");

        Assert.Equal(new DocumentResult(DocumentStatus.Ok), await Store.DeleteAsync(Partition, "a", first.ETag, None));
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Delete_OtherETag_FailsThePrecondition()
    {
        var first = await SeedAsync("a", "{}");
        await Store.ReplaceAsync(Partition, Write("a", "{}"), null, None);

        Assert.Equal(new DocumentResult(DocumentStatus.PreconditionFailed), await Store.DeleteAsync(Partition, "a", first.ETag, None));
        await FetchAsync("a");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("x")]
    public async Task Delete_Missing_IsNotFound(string? etag) =>
        Assert.Equal(new DocumentResult(DocumentStatus.NotFound), await Store.DeleteAsync(Partition, "a", etag, None));

    [Fact]
    public async Task Create_AfterDelete_HasAnotherETag()
    {
        var first = await SeedAsync("a", """{"n":1}""");
        await Store.DeleteAsync(Partition, "a", null, None);

        var second = await Store.CreateAsync(Partition, Write("a", """{"n":1}"""), None);

        Assert.True(second.IsOk);
        Assert.NotEqual(first.ETag, second.Document!.ETag);
        Assert.Equal(DocumentStatus.PreconditionFailed, (await Store.ReplaceAsync(Partition, Write("a", "{}"), first.ETag, None)).Status);
    }

    [Fact]
    public async Task Write_CancelledBefore_WritesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.CreateAsync(Partition, Write("a", "{}"), cancelled.Token));

        await AssertAbsentAsync("a");
    }
}
