using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Increments, sets and their conditions.</summary>
public abstract class DocumentPatchConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    private const long Max = DocumentLimits.MaxInteger;

    [Theory]
    [InlineData("""{"n":1}""", "n", 2, """{"n":3}""")]
    [InlineData("""{"n":1}""", "n", -3, """{"n":-2}""")]
    [InlineData("""{"n":1}""", "n", 0, """{"n":1}""")]
    [InlineData("""{"n":1.0}""", "n", 1, """{"n":2}""")]
    [InlineData("""{"n":1e2}""", "n", 1, """{"n":101}""")]
    [InlineData("""{}""", "n", 5, """{"n":5}""")]
    [InlineData("""{"a":{"b":{"c":7}}}""", "a.b.c", 1, """{"a":{"b":{"c":8}}}""")]
    [InlineData("""{"a":{}}""", "a.b", 1, """{"a":{"b":1}}""")]
    [InlineData("""{"a":{"x":"}"},"n":1}""", "a.b", 1, """{"a":{"x":"}","b":1},"n":1}""")]
    [InlineData("""{"n":9007199254740991}""", "n", 1, """{"n":9007199254740992}""")]
    [InlineData("""{"n":-9007199254740991}""", "n", -1, """{"n":-9007199254740992}""")]
    [InlineData("""{"n":-9007199254740992}""", "n", Max, """{"n":0}""")]
    public async Task Increment_Integer_Adds(string before, string path, long by, string after)
    {
        var first = await SeedAsync("a", before);

        var result = await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment(path, by)], null, None);

        Assert.Equal(DocumentStatus.Ok, result.Status);
        AssertJson(after, result.Document);
        AssertJson(after, await FetchAsync("a"));
        Assert.NotEqual(first.ETag, result.Document!.ETag);
        Assert.Equal(result.Document.ETag, (await FetchAsync("a")).ETag);
    }

    [Theory]
    [InlineData("""{"n":"1"}""", "n", 1)]
    [InlineData("""{"n":null}""", "n", 1)]
    [InlineData("""{"n":true}""", "n", 1)]
    [InlineData("""{"n":[1]}""", "n", 1)]
    [InlineData("""{"n":{}}""", "n", 1)]
    [InlineData("""{"n":1.5}""", "n", 1)]
    [InlineData("""{"n":1e300}""", "n", 1)]
    [InlineData("""{}""", "a.n", 1)]
    [InlineData("""{"a":1}""", "a.n", 1)]
    [InlineData("""{"a":null}""", "a.n", 1)]
    [InlineData("""{"a":[{"n":1}]}""", "a.n", 1)]
    [InlineData("""{"n":9007199254740992}""", "n", 1)]
    [InlineData("""{"n":-9007199254740992}""", "n", -1)]
    [InlineData("""{"n":9007199254740992}""", "n", Max)]
    public async Task Increment_NotAnIntegerOrNoParentOrTooLarge_IsUnprocessable(string before, string path, long by)
    {
        var first = await SeedAsync("a", before);

        var result = await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment(path, by)], null, None);

        Assert.Equal(new DocumentResult(DocumentStatus.Unprocessable), result);
        Assert.Equal(first.ETag, (await FetchAsync("a")).ETag);
    }

    [Fact]
    public async Task Set_EveryScalar_IsWritten()
    {
        await SeedAsync("a", """{"s":{"x":[1,2]},"keep":"this"}""");

        var result = await Store.PatchAsync(
            Partition,
            "a",
            [
                new PatchOperation.SetValue("s.x", "quote \" slash \\ é 😀 \u0001"), new PatchOperation.SetValue("t", true), new PatchOperation.SetValue("f", false),
                new PatchOperation.SetValue("i", -Max), new PatchOperation.SetValue("z", DocumentValue.Null),
            ],
            null,
            None);

        const string After = """{"s":{"x":"quote \" slash \\ é 😀 \u0001"},"keep":"this","t":true,"f":false,"i":-9007199254740992,"z":null}""";
        AssertJson(After, result.Document);
        AssertJson(After, await FetchAsync("a"));
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("list.b")]
    [InlineData("text.b")]
    [InlineData("nothing.b")]
    public async Task Set_NoParentObject_IsUnprocessable(string path)
    {
        await SeedAsync("a", """{"list":[],"text":"t","nothing":null}""");

        Assert.Equal(DocumentStatus.Unprocessable, (await Store.PatchAsync(Partition, "a", [new PatchOperation.SetValue(path, 1)], null, None)).Status);
    }

    [Fact]
    public async Task Patch_SeveralOperations_ApplyInOrder()
    {
        await SeedAsync("a", """{"n":1}""");

        var result = await Store.PatchAsync(
            Partition, "a", [new PatchOperation.Increment("n", 1), new PatchOperation.SetValue("n", 10), new PatchOperation.Increment("n", 5), new PatchOperation.Increment("m", 1)], null, None);

        AssertJson("""{"n":15,"m":1}""", result.Document);
    }

    [Fact]
    public async Task Patch_OneOperationFails_NoneIsApplied()
    {
        var first = await SeedAsync("a", """{"n":1,"s":"x"}""");

        var result = await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment("n", 1), new PatchOperation.Increment("s", 1)], null, None);

        Assert.Equal(DocumentStatus.Unprocessable, result.Status);
        AssertBody("""{"n":1,"s":"x"}""", await FetchAsync("a"));
        Assert.Equal(first.ETag, (await FetchAsync("a")).ETag);
    }

    [Fact]
    public async Task Patch_Missing_IsNotFound()
    {
        Assert.Equal(
            new DocumentResult(DocumentStatus.NotFound),
            await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment("n", 1)], new DocumentFilter.Negated(new DocumentFilter.Exists("n")), None));
        await AssertAbsentAsync("a");
    }

    [Fact]
    public async Task Patch_ConditionFails_WritesNothing()
    {
        var first = await SeedAsync("a", """{"state":"open","n":1}""");

        var result = await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment("n", 1)], DocumentFilter.Equal("state", "closed"), None);

        Assert.Equal(new DocumentResult(DocumentStatus.PreconditionFailed), result);
        Assert.Equal(first.ETag, (await FetchAsync("a")).ETag);
    }

    [Fact]
    public async Task Patch_ConditionFailsAndUnprocessable_IsPreconditionFailed()
    {
        await SeedAsync("a", """{"n":"x"}""");

        Assert.Equal(
            DocumentStatus.PreconditionFailed, (await Store.PatchAsync(Partition, "a", [new PatchOperation.Increment("n", 1)], new DocumentFilter.Exists("m"), None)).Status);
    }

    [Theory]
    [InlineData("""{"settled":3,"held":4}""", 3, true)]
    [InlineData("""{"settled":3,"held":4}""", 4, false)]
    [InlineData("""{"settled":3}""", 7, true)]
    [InlineData("""{"settled":3}""", 8, false)]
    [InlineData("""{}""", 10, true)]
    [InlineData("""{}""", 11, false)]
    [InlineData("""{"settled":-5,"held":0}""", 15, true)]
    [InlineData("""{"settled":1.0,"held":2e0}""", 7, true)]
    [InlineData("""{"settled":null,"held":0}""", 1, false)]
    [InlineData("""{"settled":"3","held":0}""", 1, false)]
    [InlineData("""{"settled":1.5,"held":0}""", 1, false)]
    [InlineData("""{"settled":9007199254740992,"held":9007199254740992}""", Max, false)]
    public async Task Patch_SumAtMost_GuardsTheIncrement(string body, long plus, bool holds)
    {
        await SeedAsync("a", body);

        var result = await Store.PatchAsync(
            Partition, "a", [new PatchOperation.SetValue("done", true)], new DocumentFilter.SumAtMost(["settled", "held"], plus, AtMost: 10), None);

        Assert.Equal(holds ? DocumentStatus.Ok : DocumentStatus.PreconditionFailed, result.Status);
    }

    [Fact]
    public async Task Patch_ReservationLoop_NeverOverspends()
    {
        await SeedAsync("counter", """{"settled":0,"held":0}""");
        var granted = 0;
        for (var i = 0; i < 30; i++)
        {
            var result = await Store.PatchAsync(
                Partition, "counter", [new PatchOperation.Increment("held", 7)], new DocumentFilter.SumAtMost(["settled", "held"], 7, 100), None);
            granted += result.IsOk ? 1 : 0;
        }

        Assert.Equal(14, granted);
        AssertJson("""{"settled":0,"held":98}""", await FetchAsync("counter"));
    }
}
