using AgentFunctions.Core.Documents;

namespace AgentFunctions.TestKit.Documents;

/// <summary>Partitions: nothing crosses tenants, containers or second keys, and a key must be complete.</summary>
public abstract class DocumentIsolationConformance<THarness> : DocumentStoreConformance<THarness>
    where THarness : DocumentStoreHarness, new()
{
    [Fact]
    public async Task Partitions_SameId_AreDifferentDocuments()
    {
        DocumentPartition[] partitions =
        [
            Partition, InSession("s2"), InSession("S1"), InSession("s1 "), InSession("é"), InSession("e\u0301"), InSession("日本/語?#'\"%_\\"), InSession(new string('s', 512)),
            Partition with { TenantId = Harness.TenantId + "x" }, Partition with { TenantId = Harness.TenantId.ToUpperInvariant() },
            new(DocumentContainer.Resources, Harness.TenantId), new(DocumentContainer.Runs, Harness.TenantId, "s1"), new(DocumentContainer.Memory, Harness.TenantId, "s1"),
            new(DocumentContainer.Ledger, Harness.TenantId, "s1"), new(DocumentContainer.Audit, Harness.TenantId, "s1"), new(DocumentContainer.Usage, Harness.TenantId, "s1"),
        ];
        for (var i = 0; i < partitions.Length; i++)
            Assert.True((await Store.CreateAsync(partitions[i], Write("same", $$"""{"n":{{i}}}"""), None)).IsOk);

        for (var i = 0; i < partitions.Length; i++)
        {
            AssertBody($$"""{"n":{{i}}}""", (await Store.ReadAsync(partitions[i], "same", None)).Document);
            AssertBody($$"""{"n":{{i}}}""", Assert.Single(await WalkAsync(new DocumentQuery(), partitions[i])));
            AssertBody($$"""{"n":{{i}}}""", Assert.Single(await WalkAsync(new DocumentQuery(OrderBy: "n"), partitions[i])));
        }
    }

    [Fact]
    public async Task OtherTenant_KnowsTheId_ReachesNothing()
    {
        var own = await SeedAsync("a", """{"n":1}""");
        var foreign = Partition with { TenantId = Harness.TenantId + "-other" };

        Assert.Equal(DocumentStatus.NotFound, (await Store.ReadAsync(foreign, "a", None)).Status);
        Assert.Equal(DocumentStatus.NotFound, (await Store.ReplaceAsync(foreign, Write("a", "{}"), own.ETag, None)).Status);
        Assert.Equal(DocumentStatus.NotFound, (await Store.DeleteAsync(foreign, "a", own.ETag, None)).Status);
        Assert.Equal(DocumentStatus.NotFound, (await Store.PatchAsync(foreign, "a", [new PatchOperation.Increment("n", 1)], null, None)).Status);
        Assert.Equal(DocumentStatus.NotFound, (await Store.ExecuteBatchAsync(foreign, [new BatchOperation.Read("a")], None)).Results[0].Status);
        Assert.Empty(await WalkAsync(new DocumentQuery(), foreign));
        Assert.Equal(own.ETag, (await FetchAsync("a")).ETag);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("half a pair")]
    [InlineData("513")]
    public async Task Tenant_EmptyOrBroken_IsRefusedByEveryOperation(string? tenant)
    {
        tenant = Broken(tenant);

        await AssertPartitionRefusedAsync(Partition with { TenantId = tenant! });
        await AssertPartitionRefusedAsync(new DocumentPartition(DocumentContainer.Resources, tenant!));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a\u001fb")]
    [InlineData("half a pair")]
    [InlineData("513")]
    public async Task SecondKey_MissingOrBroken_IsRefusedByEveryOperation(string? second) =>
        await AssertPartitionRefusedAsync(Partition with { Second = Broken(second) });

    [Fact]
    public async Task SecondKey_WhereTheContainerHasNone_IsRefused() =>
        await AssertPartitionRefusedAsync(new DocumentPartition(DocumentContainer.Resources, Harness.TenantId, "s1"));

    [Fact]
    public async Task Container_Missing_IsRefused() => await AssertPartitionRefusedAsync(default);

    /// <summary>Attributes hold only whole UTF-16, so the test makes the rest.</summary>
    private static string? Broken(string? key) => key switch
    {
        "513" => new string('k', DocumentLimits.MaxPartitionKeyLength + 1),
        "half a pair" => "a\ud800",
        _ => key,
    };

    private async Task AssertPartitionRefusedAsync(DocumentPartition partition)
    {
        await AssertRefusedAsync(() => Store.ReadAsync(partition, "a", None));
        await AssertRefusedAsync(() => Store.CreateAsync(partition, Write("a", "{}"), None));
        await AssertRefusedAsync(() => Store.UpsertAsync(partition, Write("a", "{}"), None));
        await AssertRefusedAsync(() => Store.ReplaceAsync(partition, Write("a", "{}"), null, None));
        await AssertRefusedAsync(() => Store.DeleteAsync(partition, "a", null, None));
        await AssertRefusedAsync(() => Store.PatchAsync(partition, "a", [new PatchOperation.Increment("n", 1)], null, None));
        await AssertRefusedAsync(() => Store.ExecuteBatchAsync(partition, [new BatchOperation.Read("a")], None));
        await AssertRefusedAsync(() => Store.QueryAsync(partition, new DocumentQuery(), None));
    }
}
