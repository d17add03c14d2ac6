using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Time to live: invisible at once, to every operation.</summary>
public abstract class DocumentExpiryConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Create_WithTimeToLive_TellsWhenItExpires()
    {
        var result = await Store.CreateAsync(Partition, Write("a", "{}", Minute), None);

        Assert.Equal(Time.GetUtcNow() + Minute, result.Document!.ExpiresAt);
        Assert.Equal(result.Document.ExpiresAt, (await FetchAsync("a")).ExpiresAt);
        Assert.Equal(result.Document.ExpiresAt, Assert.Single(await WalkAsync(new DocumentQuery())).ExpiresAt);
    }

    [Fact]
    public async Task Read_UntilAndFromExpiry_FoundThenGone()
    {
        await Store.CreateAsync(Partition, Write("a", "{}", Minute), None);

        Time.Advance(Minute - Instant);
        await FetchAsync("a");
        Time.Advance(Instant);
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Expired_EveryOperation_TakesItForAbsent()
    {
        var etag = (await Store.CreateAsync(Partition, Write("a", """{"v":1}""", Minute), None)).Document!.ETag;
        Time.Advance(Minute);

        Assert.Equal(DocumentStatus.NotFound, (await Store.ReplaceAsync(Partition, Write("a", "{}"), null, None)).Status);
        Assert.Equal(DocumentStatus.NotFound, (await Store.ReplaceAsync(Partition, Write("a", "{}"), etag, None)).Status);
        Assert.Equal(DocumentStatus.NotFound, (await Store.DeleteAsync(Partition, "a", null, None)).Status);
        Assert.Equal(DocumentStatus.NotFound, (await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment("v", 1)], null, None)).Status);
        Assert.Equal(DocumentStatus.NotFound, (await Store.ExecuteBatchAsync(Partition, [new BatchOperation.Read("a")], None)).Results[0].Status);
        Assert.Empty(await WalkAsync(new DocumentQuery()));
        Assert.Empty(await WalkAsync(new DocumentQuery(OrderBy: "v")));
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Create_OverExpired_IsANewDocument()
    {
        var first = await Store.CreateAsync(Partition, Write("a", """{"n":1}""", Minute), None);
        Time.Advance(Minute);

        var second = await Store.CreateAsync(Partition, Write("a", """{"n":2}"""), None);

        Assert.True(second.IsOk);
        Assert.NotEqual(first.Document!.ETag, second.Document!.ETag);
        Assert.Null(second.Document.ExpiresAt);
        Time.Advance(TimeSpan.FromDays(10_000));
        AssertBody("""{"n":2}""", await FetchAsync("a"));
    }

    [Fact]
    public async Task Upsert_OverExpired_IsANewDocument()
    {
        await Store.CreateAsync(Partition, Write("a", """{"n":1}""", Minute), None);
        Time.Advance(Minute);

        Assert.True((await Store.UpsertAsync(Partition, Write("a", """{"n":2}""", Minute), None)).IsOk);
        Assert.Equal(Time.GetUtcNow() + Minute, (await FetchAsync("a")).ExpiresAt);
    }

    [Fact]
    public async Task Replace_TimeToLive_CountsFromThisWrite()
    {
        await Store.CreateAsync(Partition, Write("a", "{}", Minute), None);
        Time.Advance(Minute / 2);

        await Store.ReplaceAsync(Partition, Write("a", "{}", Minute), null, None);

        Assert.Equal(Time.GetUtcNow() + Minute, (await FetchAsync("a")).ExpiresAt);
    }

    [Fact]
    public async Task Replace_WithoutTimeToLive_KeepsForever()
    {
        await Store.CreateAsync(Partition, Write("a", "{}", Minute), None);

        await Store.ReplaceAsync(Partition, Write("a", "{}"), null, None);
        Time.Advance(TimeSpan.FromDays(1000));

        Assert.Null((await FetchAsync("a")).ExpiresAt);
    }

    [Fact]
    public async Task Patch_LeavesTheExpiryAsItWas()
    {
        var expires = (await Store.CreateAsync(Partition, Write("a", """{"n":1}""", Minute), None)).Document!.ExpiresAt;
        Time.Advance(Minute / 2);

        var patched = await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment("n", 1)], null, None);

        Assert.Equal(expires, patched.Document!.ExpiresAt);
        Assert.Equal(expires, (await FetchAsync("a")).ExpiresAt);
        Time.Advance(Minute / 2);
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Query_WalkPassesExpiry_SkipsWhatExpiredMeanwhile()
    {
        for (var i = 0; i < 6; i++)
            await Store.CreateAsync(Partition, Write($"d{i}", """{"v":1}""", i % 2 == 0 ? null : Minute), None);
        var first = await Store.QueryAsync(Partition, new DocumentQuery(OrderBy: "v", Limit: 2), None);
        Time.Advance(Minute);

        var second = await Store.QueryAsync(Partition, new DocumentQuery(OrderBy: "v", Limit: 9, Continuation: first.Continuation), None);

        Assert.Equal(["d2", "d4"], second.Items.Select(document => document.Id));
    }

    [Fact]
    public async Task TimeToLive_LongestAllowed_IsKept()
    {
        var result = await Store.CreateAsync(Partition, Write("a", "{}", TimeSpan.FromSeconds(DocumentLimits.MaxTimeToLiveSeconds)), None);

        Assert.Equal(Time.GetUtcNow().AddSeconds(DocumentLimits.MaxTimeToLiveSeconds), result.Document!.ExpiresAt);
    }
}
