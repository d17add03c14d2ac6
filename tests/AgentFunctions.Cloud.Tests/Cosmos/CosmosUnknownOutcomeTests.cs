using AgentFunctions.Core.Documents;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>A write without an answer is unknown: told so, never sent again.</summary>
public sealed class CosmosUnknownOutcomeTests : IAsyncDisposable
{
    private readonly CosmosStoreHarness _harness = new();

    public ValueTask DisposeAsync() => _harness.DisposeAsync();

    private DocumentPartition Partition => new(DocumentContainer.Ledger, _harness.TenantId, "0");

    [Theory]
    [InlineData(nameof(FakeFault.TimeoutBefore), 0)]
    [InlineData(nameof(FakeFault.TimeoutAfter), 1)]
    [InlineData(nameof(FakeFault.LostResponse), 1)]
    public async Task Patch_WithoutAnswer_IsUnavailableAndSentOnce(string fault, long expected)
    {
        await _harness.Store.CreateAsync(Partition, new DocumentWrite("a", """{"n":0}"""u8.ToArray()), CancellationToken.None);
        _harness.Account.Faults = (_, writes) => writes ? Enum.Parse<FakeFault>(fault) : FakeFault.None;

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () =>
            await _harness.Store.PatchAsync(Partition, "a", [new PatchOperation.Increment("n", 1)], null, CancellationToken.None));
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () =>
            await _harness.Store.ExecuteBatchAsync(Partition, [new BatchOperation.Patch("a", [new PatchOperation.Increment("n", 1)])], CancellationToken.None));

        _harness.Account.Faults = static (_, _) => FakeFault.None;
        var read = await _harness.Store.ReadAsync(Partition, "a", CancellationToken.None);
        using var json = System.Text.Json.JsonDocument.Parse(read.Document!.Body);
        Assert.Equal(2 * expected, json.RootElement.GetProperty("n").GetInt64());
        Assert.Equal(["create", "patch", "batch", "read"], _harness.Account.Log.Select(static one => one.Kind));
    }

    [Fact]
    public async Task Write_RefusedForThroughput_IsSentAgainAndDoneOnce()
    {
        var refusals = 3;
        _harness.Account.Faults = (_, _) => refusals-- > 0 ? FakeFault.TooManyRequests : FakeFault.None;

        var result = await _harness.Store.CreateAsync(Partition, new DocumentWrite("a", "{}"u8.ToArray()), CancellationToken.None);

        Assert.True(result.IsOk);
        Assert.Equal(4, _harness.Account.Log.Count);
    }
}
