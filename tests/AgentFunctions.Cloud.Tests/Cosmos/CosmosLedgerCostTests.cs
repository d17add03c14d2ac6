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

    [Fact]
    public async Task HotLimits_WithBlocks_ACallIsTwoBatchesAndBlocksAreFew()
    {
        const int calls = 2_000;
        await using var harness = new CosmosStoreHarness();
        using var process = new LedgerProcess(harness.Store, harness.Time, static options => options.Blocks = true);
        var caller = new LedgerCaller(process, harness.Time);
        Limit[] limits = [Limits[0] with { Amount = 100_000 * Dollar }, Limits[1], new("rate", LimitScope.Tenant, LimitUnit.Requests, LimitWindow.Total, 1_000_000, LimitMode.Enforce)];
        var bound = new LedgerAmounts(Dollar, 10, 1, 0);
        for (var i = 0; i < 200; i++) await CallAsync(i);
        var (begin, hot, drawn) = (harness.Account.Log.Count, new Dictionary<int, int>(), 0);

        // 50 calls a second for 40 s.
        for (var i = 0; i < calls; i++)
        {
            var before = harness.Account.Log.Count;
            if (!await CallAsync(i)) continue;
            drawn++;
            var writes = Writes(before);
            hot[writes] = hot.GetValueOrDefault(writes) + 1;
        }

        var all = Writes(begin);
        output.WriteLine($"{calls} calls, {drawn} of them drew from blocks; calls by writes: {string.Join(", ", hot.OrderBy(static one => one.Key).Select(static one => $"{one.Value} with {one.Key}"))}");
        output.WriteLine($"{all} writes in all: {(double)all / calls:F3} a call, {all - (2 * calls)} of them for blocks, the shard and signs of life");
        Assert.Equal(calls, drawn);
        Assert.True(hot[2] > calls * 95 / 100, $"Only {hot[2]} of {calls} calls were two writes.");
        Assert.True(all < calls * 22 / 10, $"{all} writes for {calls} calls.");

        int Writes(int from) => harness.Account.Log.Skip(from).Count(static one => one.Kind is not ("read" or "query"));

        async Task<bool> CallAsync(int i)
        {
            if (i % 250 == 249) await process.KeepAsync();
            var reservation = (await caller.ReserveAsync(limits, bound)).Reservation!;
            Assert.Equal(SettleOutcome.Settled, await caller.SettleAsync(reservation, Dollar / 2));
            harness.Time.Advance(TimeSpan.FromMilliseconds(20));
            return LedgerCaller.Draws(reservation);
        }
    }
}
