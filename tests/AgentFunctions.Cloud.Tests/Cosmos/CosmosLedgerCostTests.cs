using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Ledger;
using Xunit.Abstractions;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>What the ledger of one call costs, counted in the fake's log.</summary>
public sealed class CosmosLedgerCostTests(ITestOutputHelper output)
{
    private const long Dollar = 1_000_000_000;

    private static readonly Limit[] Limits =
    [
        new("spend", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Total, 1_000 * Dollar, LimitMode.Enforce),
        new("places", LimitScope.Tenant, LimitUnit.Concurrent, LimitWindow.None, 1_000, LimitMode.Enforce),
    ];

    [Fact]
    public async Task WarmCall_ReserveAndSettle_AreOneBatchEach()
    {
        await using var harness = new CosmosStoreHarness();
        using var process = new LedgerProcess(harness.Store, harness.Time);
        var caller = new LedgerCaller(process, harness.Time);
        var bound = new LedgerAmounts(Dollar, 10, 1, 0);
        Assert.True(await caller.CallAsync(Limits, bound, Dollar / 2));
        var before = harness.Account.Log.Count;

        var result = await caller.ReserveAsync(Limits, bound);
        var reserved = harness.Account.Log.Skip(before).ToList();
        Assert.Equal(SettleOutcome.Settled, await caller.SettleAsync(result.Reservation!, Dollar / 2));
        var settled = harness.Account.Log.Skip(before + reserved.Count).ToList();

        output.WriteLine($"reserve: {string.Join(", ", reserved)}");
        output.WriteLine($"settle: {string.Join(", ", settled)}");
        Assert.Equal(["batch"], reserved.Where(static one => one.Kind is not ("read" or "query")).Select(static one => one.Kind));
        Assert.Equal(["batch"], settled.Where(static one => one.Kind is not ("read" or "query")).Select(static one => one.Kind));
    }
}
