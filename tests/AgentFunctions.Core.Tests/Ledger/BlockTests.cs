using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Quotas;
using AgentFunctions.TestKit.Ledger;

namespace AgentFunctions.Core.Tests.Ledger;

/// <summary>What blocks change, and what they do not: what is read of limits, refusals, and whatever happens to a limit while blocks of it are out.</summary>
public sealed class BlockTests : LedgerTestBase
{
    private static readonly Limit Budget = new("q", LimitScope.Tenant, LimitUnit.Usd, LimitWindow.Day, 1_000, LimitMode.Enforce);
    private static readonly LedgerAmounts Ten = new(10, 1, 1, 1);

    protected override void Configure(LedgerOptions options) => LedgerProcess.DrawEagerly(options);

    [Fact]
    public async Task Read_WithABlockOut_SettledIsExactAndHeldHasWhatIsLeft()
    {
        await DrawAsync(Caller, Budget, calls: 20, cost: 6);

        // 20 calls of 6; one that runs.
        var running = await GrantedAsync([Budget], Ten);
        var (left, spent) = await OutAsync();
        var state = await Ledger.ReadAsync(Tenant, Budget, CancellationToken.None);

        Assert.NotNull(running.Shard);
        Assert.True(left > 0 && spent > 0, $"{left} left, {spent} spent and not told: this shows nothing.");
        Assert.Equal((120, 10 + left, 1_000 - 130 - left), (state.Settled, state.Held, state.Remaining));
        Assert.Equal(state, await Start().Ledger.ReadAsync(Tenant, Budget, CancellationToken.None));
    }

    [Fact]
    public async Task Reserved_FromABlock_LimitsCountTheOwnBlockAsFree()
    {
        await DrawAsync(Caller, Budget, calls: 20, cost: 10);

        var reservation = await GrantedAsync([Budget], Ten);

        Assert.NotNull(reservation.Shard);
        var state = Assert.Single(reservation.Limits);
        Assert.Equal((200, 10, 790), (state.Settled, state.Held, state.Remaining));
    }

    [Fact]
    public async Task Refusal_WhileAnotherProcessHasABlock_IsTrueToTheLast()
    {
        await DrawAsync(Caller, Budget, calls: 20, cost: 10);
        Assert.True((await OutAsync()).Left > 0);
        var other = new LedgerCaller(Start(), Time);

        Assert.Equal(RefusalReason.Exhausted, (await other.ReserveAsync([Budget], new LedgerAmounts(801, 1, 1, 1))).Refusal!.Reason);
        Assert.NotNull((await other.ReserveAsync([Budget], new LedgerAmounts(800, 1, 1, 1))).Reservation);
        var refusal = (await Caller.ReserveAsync([Budget], new LedgerAmounts(1, 1, 1, 1))).Refusal!;

        Assert.Equal((RefusalReason.Busy, 200, 800, 0), (refusal.Reason, refusal.State.Settled, refusal.State.Held, refusal.State.Remaining));
    }

    [Fact]
    public async Task Limit_LoweredBelowWhatIsUsed_RefusesAtOnceWhateverIsLeftOfTheBlock()
    {
        await DrawAsync(Caller, Budget, calls: 20, cost: 10);
        Assert.True((await OutAsync()).Left >= 10);

        Assert.Equal(RefusalReason.Exhausted, (await RefusedAsync([Budget with { Amount = 205 }], Ten)).Reason);
        Assert.Equal(200, (await GrantedAsync([Budget], Ten)).Limits[0].Settled);
    }

    [Fact]
    public async Task Limit_EnforcedAfterItOnlyWatched_CountsWhatBlocksSpentAndRefuses()
    {
        var watched = Budget with { Mode = LimitMode.Shadow };
        await DrawAsync(Caller, watched, calls: 20, cost: 10);
        Assert.True((await OutAsync()).Left >= 10);

        Assert.Equal(RefusalReason.Exhausted, (await RefusedAsync([Budget with { Amount = 200 }], Ten)).Reason);
    }

    [Fact]
    public async Task Window_Ends_TheOldBlockGoesBackAndTheNewWindowBeginsAtZero()
    {
        await DrawAsync(Caller, Budget, calls: 20, cost: 10);
        var running = await GrantedAsync([Budget], Ten);
        Assert.NotNull(running.Shard);
        Time.Advance(TimeSpan.FromDays(1));
        await First.ShowAsync();

        var first = (await GrantedAsync([Budget], Ten)).Limits[0];
        Assert.Equal((0, 10), (first.Settled, first.Held));
        await SettleAsync(running, LedgerCaller.Attempt(1, 7));
        await First.KeepAsync();

        Assert.Equal((207, 0), await StoredAsync());
    }

    [Fact]
    public async Task Limit_Deleted_WhatIsLeftGoesBackAfterTheLifeOfABlock()
    {
        await DrawAsync(Caller, Budget, calls: 20, cost: 10);
        await First.KeepAsync();
        Assert.True((await OutAsync()).Left > 0);

        Time.Advance(new LedgerOptions().BlockLife);
        await First.KeepAsync();

        Assert.Equal((200, 0), await StoredAsync());
    }

    [Fact]
    public async Task Process_IsLost_ItsBlockComesBackAndItsCallsAreChargedOnce()
    {
        await DrawAsync(Caller, Budget, calls: 20, cost: 6);
        var lost = await GrantedAsync([Budget], Ten);
        Assert.NotNull(lost.Shard);
        var other = new LedgerCaller(Start(), Time);
        Time.Advance(new LedgerOptions().OwnerLife);
        await other.Process.ShowAsync();

        Assert.Equal(1, await other.SweepAsync());
        Assert.Equal((130, 0), await StoredAsync());

        // It was only slow.
        Assert.Equal(SettleOutcome.Corrected, (await SettleAsync(lost, LedgerCaller.Attempt(1, 4))).Outcome);
        Assert.Equal((124, 0), await StoredAsync());
        Assert.Equal(SettleOutcome.AlreadySettled, (await SettleAsync(lost, LedgerCaller.Attempt(1, 4))).Outcome);
        Assert.Equal(0, await other.SweepAsync());
        Assert.Equal((124, 0), await StoredAsync());
    }

    [Fact]
    public async Task Process_Stops_ItsBlocksComeBackAtOnce()
    {
        await DrawAsync(Caller, Budget, calls: 20, cost: 6);

        await First.LeaveAsync();

        Assert.Equal((120, 0), await StoredAsync());
    }

    [Fact]
    public async Task Blocks_NearTheEnd_ShrinkAndThenAreNotTakenAtAll()
    {
        var limit = Budget with { Amount = 10_000 };
        var left = new List<long>();
        for (var i = 0; i < 1_000; i++)
        {
            var reservation = await GrantedAsync([limit], Ten);
            left.Add(await LeftAsync());
            Assert.True(i < 999 || reservation.Shard is null, "The last call drew from a block.");
            await SettleAsync(reservation, LedgerCaller.Attempt(1, 10));
        }

        Assert.True(left[..500].Max() > 1_000 && left[980..].Max() <= 100 && left[^1] == 0, $"{left[..500].Max()}, then {left[980..].Max()}, then {left[^1]}");
        Assert.Equal(RefusalReason.Exhausted, (await RefusedAsync([limit], new LedgerAmounts(1, 1, 1, 1))).Reason);
    }

    [Fact]
    public async Task ManyProcesses_AtOneLimit_UseItUpToTheLast()
    {
        LedgerCaller[] callers = [Caller, new(Start(), Time), new(Start(), Time)];
        var granted = 0;
        for (var i = 0; i < 130; i++)
            if (await callers[i % 3].CallAsync([Budget], Ten, cost: 10)) granted++;

        Assert.Equal(100, granted);
        Assert.Equal(1_000, (await Ledger.ReadAsync(Tenant, Budget, CancellationToken.None)).Settled);
    }

    private static async Task DrawAsync(LedgerCaller caller, Limit limit, int calls, long cost)
    {
        for (var i = 0; i < calls; i++) Assert.True(await caller.CallAsync([limit], Ten, cost));
    }

    /// <summary>What is left of blocks, and what was spent of them and is not told.</summary>
    private async Task<(long Left, long Spent)> OutAsync()
    {
        var uses = (await UsesAsync()).ToList();
        var grants = await Store.QueryAsync(LedgerDocuments.Partition(Tenant), new DocumentQuery(IdPrefix: BlockName.GrantPrefix), CancellationToken.None);
        return (uses.Sum(static use => use.Left), uses.Sum(static use => use.Settled) - grants.Items.Sum(static document => BlockDocuments.ReadGrant(document).Settled));
    }

    private async Task<long> LeftAsync() => (await UsesAsync()).Sum(static use => use.Left);

    private async Task<IEnumerable<StoredUse>> UsesAsync()
    {
        var uses = new List<StoredUse>();
        foreach (var partition in (await new LedgerShards(Store).PartitionsAsync(Tenant, CancellationToken.None)).Skip(1))
            uses.AddRange((await Store.QueryAsync(partition, new DocumentQuery(IdPrefix: BlockName.UsePrefix), CancellationToken.None)).Items.Select(BlockDocuments.ReadUse));
        return uses;
    }

    private async Task<(long Settled, long Held)> StoredAsync()
    {
        var counter = await Store.ReadAsync(LedgerDocuments.Partition(Tenant), LedgerDocuments.CounterId(Budget.Scope, Budget.Unit, "day:2026-11-26"), CancellationToken.None);
        var values = CounterValues.Read(counter.Document!.Body.Span);
        Assert.Equal(0, values.Blocks);
        return (values.Settled, values.Held);
    }
}
