using System.Globalization;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Order, pages and continuations.</summary>
public abstract class DocumentQueryConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    [Fact]
    public async Task Query_EmptyPartition_IsOneEmptyPage()
    {
        var page = await Store.QueryAsync(Partition, new DocumentQuery(), None);

        Assert.Empty(page.Items);
        Assert.Null(page.Continuation);
    }

    [Fact]
    public async Task Query_Documents_CarryBodyAndETag()
    {
        var written = await SeedAsync("a", """{"n": 1}""");

        var document = Assert.Single(await WalkAsync(new DocumentQuery()));

        AssertBody("""{"n": 1}""", document);
        Assert.Equal(written.ETag, document.ETag);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    [InlineData(true, 500)]
    public async Task Query_ById_IsOrdinal(bool descending, int limit)
    {
        string[] ids = ["0", "9", "A", "Z", "a", "a-b", "a.b", "a:b", "a_b", "ab", "z", new string('z', 128)];
        foreach (var id in ids)
            await SeedAsync(id, "{}");

        var expected = ids.Order(StringComparer.Ordinal);

        Assert.Equal(descending ? expected.Reverse() : expected, await WalkIdsAsync(new DocumentQuery(Descending: descending, Limit: limit)));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 4)]
    [InlineData(true, 3)]
    [InlineData(true, 500)]
    public async Task Query_ByProperty_OrdersTypedWithTiesById(bool descending, int limit)
    {
        (string Id, string Json)[] documents =
        [
            ("k", """{"o":{"v":-5}}"""), ("b", """{"o":{"v":2}}"""), ("c", """{"o":{"v":2.0}}"""), ("a", """{"o":{"v":10}}"""), ("j", """{"o":{"v":""}}"""), ("d", """{"o":{"v":"B"}}"""),
            ("e", """{"o":{"v":"a"}}"""), ("i", """{"o":{"v":"a"}}"""), ("f", """{"o":{"v":"\uffee"}}"""), ("g", """{"o":{"v":"\ud83d\ude00"}}"""),
        ];
        string[] leftOut = ["""{"o":{"v":null}}""", """{"o":{"v":true}}""", """{"o":{"v":[1]}}""", """{"o":{"v":{}}}""", """{"o":{"v":1.5}}""", """{"o":{}}""", """{"o":1}""", "{}"];
        foreach (var (id, json) in documents.Reverse())
            await SeedAsync(id, json);
        for (var i = 0; i < leftOut.Length; i++)
            await SeedAsync($"left-out-{i}", leftOut[i]);

        var expected = documents.Select(document => document.Id);

        Assert.Equal(descending ? expected.Reverse() : expected, await WalkIdsAsync(new DocumentQuery(OrderBy: "o.v", Descending: descending, Limit: limit)));
    }

    [Fact]
    public async Task Query_FilterAndOrder_Combine()
    {
        for (var i = 0; i < 40; i++)
            await SeedAsync(Id(i), $$"""{"rank":{{(i * 7) % 40}},"kind":"{{(i % 2 == 0 ? "even" : "odd")}}"}""");

        var found = await WalkAsync(new DocumentQuery(DocumentFilter.Equal("kind", "even"), "rank", Descending: true, Limit: 6));

        Assert.Equal(20, found.Count);
        Assert.Equal(Enumerable.Range(0, 40).Where(i => i % 2 == 0).OrderByDescending(i => (i * 7) % 40).Select(Id), found.Select(document => document.Id));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(8, 4)]
    public async Task Query_FullPage_HasContinuationOnlyIfMoreFollow(int documents, int limit)
    {
        for (var i = 0; i < documents; i++)
            await SeedAsync(Id(i), """{"v":1}""");
        foreach (var orderBy in new[] { null, "v" })
        {
            var first = await Store.QueryAsync(Partition, new DocumentQuery(OrderBy: orderBy, Limit: limit), None);

            Assert.Equal(limit, first.Items.Count);
            Assert.Equal(documents > limit, first.Continuation is not null);
        }
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("rank", false)]
    [InlineData("rank", true)]
    public async Task Query_OthersWriteBetweenPages_YieldsWhatStayedExactlyOnce(string? orderBy, bool descending)
    {
        for (var i = 0; i < 60; i++)
            await SeedAsync(Id(i), $$"""{"rank":{{i / 3}},"stays":{{(i % 2 == 0 ? "true" : "false")}}}""");
        var random = new Random(4711);
        var step = 0;

        var walked = await WalkAsync(
            new DocumentQuery(OrderBy: orderBy, Descending: descending, Limit: 7),
            between: async () =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await Store.DeleteAsync(Partition, Id((random.Next(30) * 2) + 1), null, None);
                    await SeedAsync($"new-{step++}", $$"""{"rank":{{random.Next(20)}}}""");
                    // A write that leaves the order property alone moves nothing.
                    await Store.PatchAsync(Partition, Id(random.Next(30) * 2), [new PatchOperation.Increment("touched", 1)], null, None);
                }
            });

        var ids = walked.Select(document => document.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 30).Select(i => Id(i * 2)), ids.Where(id => !id.StartsWith("new", StringComparison.Ordinal) && IsEven(id)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Query_LastDocumentOfPageDeleted_GoesOnBehindIt()
    {
        for (var i = 0; i < 6; i++)
            await SeedAsync(Id(i), """{"v":"same"}""");
        var first = await Store.QueryAsync(Partition, new DocumentQuery(OrderBy: "v", Limit: 3), None);
        await Store.DeleteAsync(Partition, first.Items[^1].Id, null, None);

        var second = await Store.QueryAsync(Partition, new DocumentQuery(OrderBy: "v", Limit: 3, Continuation: first.Continuation), None);

        Assert.Equal([Id(3), Id(4), Id(5)], second.Items.Select(document => document.Id));
    }

    [Fact]
    public async Task Query_PageSizeChanges_ContinuationStillFits()
    {
        for (var i = 0; i < 5; i++)
            await SeedAsync(Id(i), "{}");
        var first = await Store.QueryAsync(Partition, new DocumentQuery(Limit: 2), None);

        var rest = await Store.QueryAsync(Partition, new DocumentQuery(Limit: 100, Continuation: first.Continuation), None);

        Assert.Equal([Id(2), Id(3), Id(4)], rest.Items.Select(document => document.Id));
    }

    [Fact]
    public async Task Query_LargeDocuments_PagesEndEarly()
    {
        var large = $$"""{"v":1,"text":"{{new string('x', 900_000)}}"}""";
        for (var i = 0; i < 6; i++)
            await SeedAsync(Id(i), large);
        foreach (var orderBy in new[] { null, "v" })
        {
            var first = await Store.QueryAsync(Partition, new DocumentQuery(OrderBy: orderBy), None);

            Assert.InRange(first.Items.Sum(document => document.Body.Length), 1, DocumentLimits.MaxPageBytes);
            Assert.NotNull(first.Continuation);
            Assert.Equal(Enumerable.Range(0, 6).Select(Id), await WalkIdsAsync(new DocumentQuery(OrderBy: orderBy)));
        }
    }

    [Fact]
    public async Task Query_ContinuationOfAnotherQuery_IsRefused()
    {
        for (var i = 0; i < 4; i++)
            await SeedAsync(Id(i), """{"v":1}""");
        var query = new DocumentQuery(DocumentFilter.Equal("v", 1), "v", Limit: 2);
        var continuation = (await Store.QueryAsync(Partition, query, None)).Continuation;
        Assert.NotNull(continuation);
        var next = query with { Continuation = continuation };

        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { Filter = DocumentFilter.Equal("v", 2) }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { Filter = DocumentFilter.Equal("v", "1") }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { Filter = null }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { OrderBy = null }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { OrderBy = "w" }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { Descending = true }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(InSession("s2"), next, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition with { TenantId = "other" }, next, None));
        Assert.Equal(2, (await Store.QueryAsync(Partition, next, None)).Items.Count);
    }

    [Fact]
    public async Task Query_DamagedContinuation_IsRefused()
    {
        for (var i = 0; i < 4; i++)
            await SeedAsync(Id(i), """{"v":1}""");
        var query = new DocumentQuery(OrderBy: "v", Limit: 2);
        var continuation = (await Store.QueryAsync(Partition, query, None)).Continuation!;

        foreach (var damaged in new[] { "", "x", "not base64!", continuation[..^8], continuation[..12], "A" + continuation, new string('A', 200) })
            await AssertRefusedAsync(() => Store.QueryAsync(Partition, query with { Continuation = damaged }, None));
    }

    private static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"d{i:000}");

    private static bool IsEven(string id) => int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture) % 2 == 0;
}
