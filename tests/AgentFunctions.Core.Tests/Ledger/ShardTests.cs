using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage.Reconciling;
using AgentFunctions.Core.Usage.Relaying;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>Whatever looks through a tenant's ledger looks into the shards of its processes too.</summary>
public sealed class ShardTests : LedgerTestBase, IEventPublisher
{
    private static readonly Limit Budget = new("q", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Day, 1_000, LimitMode.Enforce);
    private readonly List<StreamEvent> _published = [];

    private LedgerShards Shards => new(Store);

    protected override void Configure(LedgerOptions options) => LedgerProcess.DrawEagerly(options);

    public ValueTask PublishAsync(string tenantId, StreamTopic topic, IReadOnlyList<StreamEvent> events, CancellationToken cancellationToken)
    {
        _published.AddRange(events);
        return default;
    }

    [Fact]
    public async Task Relay_EventsInTheShardsOfProcesses_ArePassedOnOnce()
    {
        await CallAsync(30);
        var outbox = new UsageOutbox(Store, this, Shards);
        var pending = 0;
        await foreach (var _ in outbox.PendingAsync(Tenant, CancellationToken.None)) pending++;
        Assert.Equal(30, pending);

        Assert.Equal(30, await outbox.RelayAsync(Tenant, CancellationToken.None));
        Assert.Equal(0, await outbox.RelayAsync(Tenant, CancellationToken.None));

        Assert.Equal(30, _published.Select(static e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task Reconciliation_WithBlocksOut_ComparesWhatWasSpentOfThem()
    {
        await CallAsync(30);
        var counters = new LedgerCounters(Store, new CounterReader(Store, Time));

        var counter = Assert.Single(await counters.ReadAsync(Tenant, Time.GetUtcNow().AddDays(-1), Time.GetUtcNow().AddDays(1), CancellationToken.None));

        Assert.Equal(210, counter.Settled);
        Assert.Equal(210, await counters.SettledAsync(Tenant, counter, CancellationToken.None));
        var stored = await Store.ReadAsync(LedgerDocuments.Partition(Tenant), counter.Id, CancellationToken.None);
        Assert.NotEqual(210, CounterValues.Read(stored.Document!.Body.Span).Settled);
    }

    [Fact]
    public async Task Purge_TakesEveryShard_AndTheProcessGoesOnInANewTenant()
    {
        await CallAsync(30);
        var partitions = await Shards.PartitionsAsync(Tenant, CancellationToken.None);
        Assert.Equal(2, partitions.Count);

        await new LedgerPurge(Store, Shards).RunAsync(Tenant, CancellationToken.None);

        foreach (var partition in partitions) Assert.Empty((await Store.QueryAsync(partition, new DocumentQuery(), CancellationToken.None)).Items);
        await CallAsync(30);
        Time.Advance(new LedgerOptions().BlockLife);
        await CallAsync(30);
        Assert.Equal(420, (await Ledger.ReadAsync(Tenant, Budget, CancellationToken.None)).Settled);
        Assert.Equal(2, (await Shards.PartitionsAsync(Tenant, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Purge_WhileAProcessDraws_WhatItLeavesIsFoundAgain()
    {
        await CallAsync(30);
        await Store.DeleteAsync(LedgerDocuments.Partition(Tenant), (await Store.QueryAsync(LedgerDocuments.Partition(Tenant), new DocumentQuery(IdPrefix: LedgerShards.Prefix), CancellationToken.None)).Items[0].Id, null, CancellationToken.None);
        Assert.Empty(await Shards.ListAsync(Tenant, CancellationToken.None));

        await First.KeepAsync();

        Assert.Single(await Shards.ListAsync(Tenant, CancellationToken.None));
        var pending = 0;
        await foreach (var _ in new UsageOutbox(Store, this, Shards).PendingAsync(Tenant, CancellationToken.None)) pending++;
        Assert.Equal(30, pending);
    }

    [Fact]
    public async Task Off_NothingLiesOutsideShardZero()
    {
        using var process = new LedgerProcess(Store, Time);
        var caller = new LedgerCaller(process, Time);
        for (var i = 0; i < 30; i++) Assert.True(await caller.CallAsync([Budget], new LedgerAmounts(10, 1, 1, 1), cost: 7));

        Assert.Empty(await Shards.ListAsync(Tenant, CancellationToken.None));
    }

    [Theory]
    [InlineData("BlockLife", "00:00:00.5")]
    [InlineData("BlockCalls", "0")]
    [InlineData("BlockPercent", "51")]
    public void Options_OutOfRange_AreNamed(string name, string value)
    {
        var options = new LedgerOptions();
        if (name == "BlockLife") options.BlockLife = TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        else if (name == "BlockCalls") options.BlockCalls = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        else options.BlockPercent = int.Parse(value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains($"AgentFunctions:Ledger:{name} must lie between", Assert.Single(new LedgerOptionsValidator().Validate(null, options).Failures!), StringComparison.Ordinal);
    }

    private async Task CallAsync(int calls)
    {
        for (var i = 0; i < calls; i++) Assert.True(await Caller.CallAsync([Budget], new LedgerAmounts(10, 1, 1, 1), cost: 7));
    }
}
