using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Every limit at its boundary and just over it, through the engine. What is refused leaves nothing behind.</summary>
public abstract class DocumentLimitConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    private const int Limit = DocumentLimits.MaxDocumentBytes;

    [Fact]
    public async Task Body_AtTheLimit_IsStored()
    {
        var body = Sized(Limit);

        Assert.True((await Store.CreateAsync(Partition, new DocumentWrite("a", body), None)).IsOk);
        Assert.True((await FetchAsync("a")).Body.Span.SequenceEqual(body) || !Harness.PreservesBytes);
    }

    [Fact]
    public async Task Body_OverTheLimit_IsRefusedByEveryWrite()
    {
        await SeedAsync("b", "{}");
        var body = Sized(Limit + 1);

        await AssertRefusedAsync(() => Store.CreateAsync(Partition, new DocumentWrite("a", body), None));
        await AssertRefusedAsync(() => Store.UpsertAsync(Partition, new DocumentWrite("a", body), None));
        await AssertRefusedAsync(() => Store.ReplaceAsync(Partition, new DocumentWrite("b", body), null, None));
        await AssertRefusedAsync(() => Store.ExecuteBatchAsync(Partition, [new BatchOperation.Upsert(new DocumentWrite("a", body))], None));
        await AssertAbsentAsync("a");
        AssertBody("{}", await FetchAsync("b"));
    }

    [Fact]
    public async Task Patch_GrowsBodyOverTheLimit_IsRefusedAndWritesNothing()
    {
        await Store.CreateAsync(Partition, new DocumentWrite("a", Sized(Limit)), None);
        await SeedAsync("b", """{"n":1}""");

        await AssertRefusedAsync(() => Store.PatchAsync(Partition, "a", [new PatchOperation.SetValue("more", 1)], null, None));
        await AssertRefusedAsync(() => Store.ExecuteBatchAsync(
            Partition,
            [new BatchOperation.Patch("b", [new PatchOperation.Increment("n", 1)]), new BatchOperation.Patch("a", [new PatchOperation.SetValue("more", 1)])],
            None));
        Assert.Equal(Limit, (await FetchAsync("a")).Body.Length);
        AssertBody("""{"n":1}""", await FetchAsync("b"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{} x")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("/* comment */{}")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":1,\"\\u0061\":2}")]
    [InlineData("{\"x\":[{\"a\":1,\"b\":{\"a\":2},\"a\":1}]}")]
    [InlineData("{\"a\":9007199254740993}")]
    [InlineData("{\"a\":-9007199254740993}")]
    [InlineData("{\"a\":[123456789012345678901234567890]}")]
    [InlineData("{\"a\":1e999}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\udc00\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    public async Task Body_NotAPlainObject_IsRefused(string body)
    {
        await AssertRefusedAsync(() => Store.CreateAsync(Partition, Write("a", body), None));
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Body_BrokenUtf8_IsRefused()
    {
        await AssertRefusedAsync(() => Store.CreateAsync(Partition, new DocumentWrite("a", (byte[])[.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]), None));
        await AssertRefusedAsync(() => Store.CreateAsync(Partition, new DocumentWrite("a", (byte[])[.. "{\""u8, 0xED, 0xA0, 0x80, .. "\":1}"u8]), None));
        await AssertAbsentAsync("a");
    }

    [Theory]
    [InlineData("{\"a\":9007199254740992,\"b\":-9007199254740992,\"c\":1e300,\"d\":9007199254740993.0}")]
    [InlineData("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}]}")]
    [InlineData(" \r\n\t{ } \n")]
    public async Task Body_AtTheEdgeOfTheRules_IsStored(string body)
    {
        Assert.True((await Store.CreateAsync(Partition, Write("a", body), None)).IsOk);
        AssertBody(body, await FetchAsync("a"));
    }

    [Theory]
    [InlineData(DocumentLimits.MaxDepth, true)]
    [InlineData(DocumentLimits.MaxDepth + 1, false)]
    public async Task Body_Depth_IsBounded(int depth, bool accepted)
    {
        var body = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        if (accepted)
            Assert.True((await Store.CreateAsync(Partition, Write("a", body), None)).IsOk);
        else
            await AssertRefusedAsync(() => Store.CreateAsync(Partition, Write("a", body), None));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("A.b_c:d-e")]
    [InlineData("a128")]
    public async Task Id_WithinThePattern_IsAccepted(string id)
    {
        id = id == "a128" ? new string('a', 128) : id;

        Assert.True((await Store.CreateAsync(Partition, Write(id, "{}"), None)).IsOk);
        await FetchAsync(id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a129")]
    [InlineData("-a")]
    [InlineData(".a")]
    [InlineData("_a")]
    [InlineData(":a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a%b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("é")]
    [InlineData("aé")]
    [InlineData("а")]
    [InlineData("a😀")]
    [InlineData("１")]
    public async Task Id_OutsideThePattern_IsRefusedByEveryOperation(string id)
    {
        id = id == "a129" ? new string('a', 129) : id;

        await AssertRefusedAsync(() => Store.ReadAsync(Partition, id, None));
        await AssertRefusedAsync(() => Store.CreateAsync(Partition, Write(id, "{}"), None));
        await AssertRefusedAsync(() => Store.UpsertAsync(Partition, Write(id, "{}"), None));
        await AssertRefusedAsync(() => Store.ReplaceAsync(Partition, Write(id, "{}"), null, None));
        await AssertRefusedAsync(() => Store.DeleteAsync(Partition, id, null, None));
        await AssertRefusedAsync(() => Store.PatchAsync(Partition, id, [new PatchOperation.Increment("n", 1)], null, None));
        await AssertRefusedAsync(() => Store.ExecuteBatchAsync(Partition, [new BatchOperation.Read(id)], None));
    }

    [Theory]
    [InlineData(DocumentLimits.MaxBatchOperations, true)]
    [InlineData(DocumentLimits.MaxBatchOperations + 1, false)]
    [InlineData(0, false)]
    public async Task Batch_Operations_AreBounded(int count, bool accepted)
    {
        BatchOperation[] operations = [.. Enumerable.Range(0, count).Select(i => new BatchOperation.Create(Write($"d{i}", "{}")))];
        if (accepted)
        {
            var batch = await Store.ExecuteBatchAsync(Partition, operations, None);
            Assert.True(batch.IsOk);
            Assert.Equal(count, batch.Results.Count);
        }
        else
        {
            await AssertRefusedAsync(() => Store.ExecuteBatchAsync(Partition, operations, None));
        }
        Assert.Equal(accepted ? count : 0, (await WalkAsync(new DocumentQuery())).Count);
    }

    [Theory]
    [InlineData(DocumentLimits.MaxBatchBytes, true)]
    [InlineData(DocumentLimits.MaxBatchBytes + 1, false)]
    public async Task Batch_Bytes_AreBounded(int bytes, bool accepted)
    {
        BatchOperation[] operations = [new BatchOperation.Create(new DocumentWrite("a", Sized(bytes - 700_000))), new BatchOperation.Upsert(new DocumentWrite("b", Sized(700_000)))];
        if (accepted)
        {
            Assert.True((await Store.ExecuteBatchAsync(Partition, operations, None)).IsOk);
        }
        else
        {
            await AssertRefusedAsync(() => Store.ExecuteBatchAsync(Partition, operations, None));
            await AssertAbsentAsync("a");
        }
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(DocumentLimits.MaxPatchOperations, true)]
    [InlineData(DocumentLimits.MaxPatchOperations + 1, false)]
    [InlineData(0, false)]
    public async Task Patch_Operations_AreBounded(int count, bool accepted)
    {
        await SeedAsync("a", "{}");
        PatchOperation[] operations = [.. Enumerable.Repeat(new PatchOperation.Increment("n", 1), count)];
        if (accepted)
        {
            AssertJson($$"""{"n":{{count}}}""", (await Store.PatchAsync(Partition, "a", operations, null, None)).Document);
            return;
        }
        await AssertRefusedAsync(() => Store.PatchAsync(Partition, "a", operations, null, None));
        await AssertRefusedAsync(() => Store.ExecuteBatchAsync(Partition, [new BatchOperation.Patch("a", operations)], None));
    }

    [Theory]
    [InlineData(DocumentLimits.MaxInteger, true)]
    [InlineData(-DocumentLimits.MaxInteger, true)]
    [InlineData(DocumentLimits.MaxInteger + 1, false)]
    [InlineData(-DocumentLimits.MaxInteger - 1, false)]
    [InlineData(long.MinValue, false)]
    public async Task Integer_BeyondExactness_IsRefusedEverywhere(long value, bool accepted)
    {
        await SeedAsync("a", "{}");
        Func<Task>[] calls =
        [
            async () => await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment("n", value), new PatchOperation.SetValue("n", 0)], null, None),
            async () => await Store.PatchAsync(Partition, "a", [new PatchOperation.SetValue("n", value)], null, None),
            async () => await Store.PatchAsync(Partition, "a", [new PatchOperation.SetValue("n", 0)], DocumentFilter.Equal("n", value), None),
            async () => await Store.QueryAsync(Partition, new DocumentQuery(new DocumentFilter.SumAtMost(["n"], value, 0)), None),
            async () => await Store.QueryAsync(Partition, new DocumentQuery(new DocumentFilter.SumAtMost(["n"], 0, value)), None),
            async () => await Store.QueryAsync(Partition, new DocumentQuery(new DocumentFilter.OneOf("n", [value])), None),
            async () => await Store.QueryAsync(Partition, new DocumentQuery(new DocumentFilter.Contains("n", value)), None),
        ];
        foreach (var call in calls)
        {
            if (accepted)
                await call();
            else
                await Assert.ThrowsAsync<DocumentLimitException>(call);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("/a")]
    [InlineData("$.a")]
    [InlineData("a[0]")]
    [InlineData("a.0")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("-a")]
    [InlineData("a'")]
    [InlineData("a257")]
    public async Task Path_OutsideTheSyntax_IsRefusedEverywhere(string path)
    {
        path = path == "a257" ? new string('a', 257) : path;
        await SeedAsync("a", "{}");

        await AssertRefusedAsync(() => Store.PatchAsync(Partition, "a", [new PatchOperation.Increment(path, 1)], null, None));
        await AssertRefusedAsync(() => Store.PatchAsync(Partition, "a", [new PatchOperation.SetValue(path, 1)], null, None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(OrderBy: path), None));
        DocumentFilter[] filters =
        [
            DocumentFilter.Equal(path, 1), new DocumentFilter.SumAtMost([path], 0, 1), new DocumentFilter.StartsWith(path, "a"), new DocumentFilter.Exists(path),
            new DocumentFilter.OneOf(path, [1]), new DocumentFilter.Contains(path, 1), new DocumentFilter.Negated(DocumentFilter.And(DocumentFilter.Equal(path, 1))),
        ];
        foreach (var filter in filters)
            await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(filter), None));
    }

    [Theory]
    [InlineData("2026-11")]
    [InlineData("a_b.c-d.E1")]
    [InlineData("gpt-4o")]
    [InlineData("a256")]
    public async Task Path_WithinTheSyntax_Works(string path)
    {
        path = path == "a256" ? new string('a', 256) : path;
        var parents = path.Split('.');
        await SeedAsync("a", string.Concat(parents[..^1].Select(name => $"{{\"{name}\":")) + "{}" + new string('}', parents.Length - 1));

        Assert.True((await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment(path, 1)], null, None)).IsOk);
        Assert.Single(await WalkAsync(new DocumentQuery(DocumentFilter.Equal(path, 1), path)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(DocumentLimits.MaxPageSize + 1)]
    public async Task Query_LimitOutOfRange_IsRefused(int limit) => await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(Limit: limit), None));

    [Fact]
    public async Task Filter_Sizes_AreBounded()
    {
        DocumentFilter exists = new DocumentFilter.Exists("a");
        DocumentFilter Nested(int depth) => Enumerable.Range(1, depth - 1).Aggregate(exists, (inner, _) => new DocumentFilter.Negated(inner));
        DocumentFilter Wide(int nodes) => new DocumentFilter.Any([.. Enumerable.Repeat(exists, nodes - 1)]);
        DocumentFilter Values(int count) => new DocumentFilter.OneOf("a", [.. Enumerable.Range(0, count).Select(i => (DocumentValue)i)]);
        DocumentFilter Sum(int count) => new DocumentFilter.SumAtMost([.. Enumerable.Repeat("a", count)], 0, 0);

        DocumentFilter[] accepted =
        [
            Nested(DocumentLimits.MaxFilterDepth), Wide(DocumentLimits.MaxFilterNodes), Values(1), Values(DocumentLimits.MaxOneOfValues), Sum(1), Sum(DocumentLimits.MaxSumPaths),
        ];
        foreach (var filter in accepted)
            await Store.QueryAsync(Partition, new DocumentQuery(filter), None);
        DocumentFilter[] refused =
        [
            Nested(DocumentLimits.MaxFilterDepth + 1), Wide(DocumentLimits.MaxFilterNodes + 1), Values(0), Values(DocumentLimits.MaxOneOfValues + 1), Sum(0), Sum(DocumentLimits.MaxSumPaths + 1),
        ];
        foreach (var filter in refused)
            await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(filter), None));
    }

    [Theory]
    [InlineData(FilterOperator.Less)]
    [InlineData(FilterOperator.GreaterOrEqual)]
    public async Task Filter_OrderOfNullOrBoolean_IsRefused(FilterOperator with)
    {
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(new DocumentFilter.Compare("a", with, DocumentValue.Null)), None));
        await AssertRefusedAsync(() => Store.QueryAsync(Partition, new DocumentQuery(new DocumentFilter.Compare("a", with, true)), None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-10_000_000)]
    [InlineData(5_000_000)]
    [InlineData(15_000_000)]
    [InlineData((DocumentLimits.MaxTimeToLiveSeconds + 1L) * 10_000_000)]
    public async Task TimeToLive_NotWholeSecondsInRange_IsRefused(long ticks) =>
        await AssertRefusedAsync(() => Store.CreateAsync(Partition, Write("a", "{}", TimeSpan.FromTicks(ticks)), None));

    private static byte[] Sized(int bytes) => Encoding.UTF8.GetBytes($$"""{"t":"{{new string('x', bytes - 8)}}"}""");
}
