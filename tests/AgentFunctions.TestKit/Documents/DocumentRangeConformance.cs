using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Queries over a range of ids: a prefix, a start, both, with every order and filter.</summary>
public abstract class DocumentRangeConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    private static readonly string[] Ids =
    [
        "a", "agents", "agents-x", "agents.w:a", "agents:", "agents:A", "agents:a", "agents:a:1", "agents:b", "agents:z", "agents_", "agentsa", "b", "c:0001", "c:0002", "c:0010", "z", new string('z', 128),
    ];

    [Theory]
    [InlineData("agents:", null)]
    [InlineData("agents:", "agents:a")]
    [InlineData("agents:", "agents:aa")]
    [InlineData("agents:", "a")]
    [InlineData("agents:", "agents:")]
    [InlineData("agents:", "b")]
    [InlineData("agents:a", null)]
    [InlineData("c:", "c:0001")]
    [InlineData(null, "agents:b")]
    [InlineData("", "")]
    [InlineData("none:", null)]
    [InlineData("-", null)]
    [InlineData("z", "z")]
    [InlineData(null, "zz")]
    public async Task Range_PrefixAndStart_YieldExactlyTheIdsWithin(string? prefix, string? after)
    {
        await SeedAllAsync();
        var expected = Within(prefix, after).ToList();
        foreach (var limit in new[] { 1, 3, 500 })
        {
            foreach (var orderBy in new[] { null, "rank" })
            {
                var query = new DocumentQuery(OrderBy: orderBy, Limit: limit, IdPrefix: prefix, IdAfter: after);
                var ordered = orderBy is null ? expected : [.. expected.OrderBy(Rank)];

                Assert.Equal(ordered, await WalkIdsAsync(query));
                Assert.Equal(Enumerable.Reverse(ordered), await WalkIdsAsync(query with { Descending = true }));
            }
        }
    }

    [Fact]
    public async Task Range_Filter_IsOrthogonal()
    {
        await SeedAllAsync();
        var even = DocumentFilter.Equal("even", true);

        Assert.Equal(
            Within("agents:", "agents:A").Where(id => Rank(id) % 2 == 0), await WalkIdsAsync(new DocumentQuery(even, Limit: 2, IdPrefix: "agents:", IdAfter: "agents:A")));
    }

    [Fact]
    public async Task Range_OthersWriteBetweenPages_YieldsWhatStayedExactlyOnce()
    {
        await SeedAllAsync();
        var step = 0;

        var walked = await WalkAsync(
            new DocumentQuery(Limit: 2, IdPrefix: "agents:"),
            between: async () => await SeedAsync($"agentsz-{step++}", """{"rank":0}"""));

        Assert.Equal(Within("agents:", null), walked.Select(document => document.Id));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("a\0")]
    [InlineData("\u007f")]
    [InlineData("a129")]
    public async Task Range_BoundNotOfIdCharacters_IsRefused(string bound)
    {
        bound = bound == "a129" ? new string('a', 129) : bound;

        await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(IdPrefix: bound), None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(IdAfter: bound), None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(OrderBy: "rank", IdPrefix: bound), None));
    }

    [Fact]
    public async Task Range_LongestBounds_AreAccepted()
    {
        await SeedAllAsync();
        var longest = new string('z', 128);

        Assert.Equal([longest], await WalkIdsAsync(new DocumentQuery(IdPrefix: longest)));
        Assert.Empty(await WalkIdsAsync(new DocumentQuery(IdAfter: longest)));
    }

    [Fact]
    public async Task Range_ContinuationOfAnotherRange_IsRefused()
    {
        await SeedAllAsync();
        var query = new DocumentQuery(Limit: 2, IdPrefix: "agents:", IdAfter: "agents");
        var next = query with { Continuation = (await Store.QueryAsync(Partition, query, None)).Continuation };
        Assert.NotNull(next.Continuation);

        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { IdPrefix = "agents" }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { IdPrefix = null }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { IdAfter = "agents:a" }, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, next with { IdPrefix = null, IdAfter = null }, None));
        Assert.Equal(2, (await Store.QueryAsync(Partition, next, None)).Items.Count);
    }

    private static IEnumerable<string> Within(string? prefix, string? after) =>
        Ids.Where(id => id.StartsWith(prefix ?? "", StringComparison.Ordinal) && string.CompareOrdinal(id, after ?? "") > 0).Order(StringComparer.Ordinal);

    /// <summary>An order unlike that of the ids.</summary>
    private static int Rank(string id) => (Array.IndexOf(Ids, id) * 7) % Ids.Length;

    private async Task SeedAllAsync()
    {
        foreach (var id in Ids)
            await SeedAsync(id, $$"""{"rank":{{Rank(id)}},"even":{{(Rank(id) % 2 == 0 ? "true" : "false")}}}""");
    }
}
